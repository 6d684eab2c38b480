//! The scout's entry: takes what the loader hands over and starts. Read `widget::scout` next.
#![no_main]
