//! The built pages.
