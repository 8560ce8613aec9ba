//! Constructs that generators add to Markdown. The tests check the rows, links and headings that folio shows for them.

mod blogs;
mod common;
mod eleventy;
mod franklin;
mod hexo;
mod hugo;
mod jekyll;
mod mdc;
mod mdx;
mod nikola;
mod obsidian;
mod python_markdown;
mod quarto;
mod rendering;
mod vitepress;
mod vuepress;
mod zola;
