//! Feeds and orders as shops really write them: one folder beside this file for each, small and invented. Each is read as
//! `build` reads it, and what comes of it is the right value.

mod google;
mod held;
mod hostile;
mod orders;
mod people;
mod reading;
mod shop_lists;
