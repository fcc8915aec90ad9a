//! Feeds and orders in the forms that shops write: one folder beside this file for each, small and invented. Each is
//! read as `build` reads it, and the tests check the values.

mod google;
mod held;
mod hostile;
mod orders;
mod people;
mod reading;
mod shop_lists;
