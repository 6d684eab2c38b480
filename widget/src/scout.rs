//! The scout: watches the page for the moment when an invitation may help, and otherwise leaves no trace.
