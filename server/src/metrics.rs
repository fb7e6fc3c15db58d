//! Totals for an operator.
/// a
pub const COMMITS: &str = "trivet_commits_total";
/// b
pub const TRANSACTIONS: &str = "trivet_journal_transactions_total";
