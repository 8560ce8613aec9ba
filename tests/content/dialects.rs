//! Constructs that generators add to Markdown: rows of text, links and headings.

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
