//! The chat's entry: takes what the loader hands over and starts. Read `widget::chat` next.
#![no_main]
