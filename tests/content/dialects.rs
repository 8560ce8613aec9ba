//! What generators add to Markdown, as it is read: rows of text, links and headings.

mod blogs;
mod common;
mod eleventy;
mod hugo;
mod jekyll;
mod mdx;
mod obsidian;
mod page;
mod vuepress;
mod zola;
