//! What a refusal names: the field, and the rule that was broken.

use serde_json::Value;
use trivet_tests::Client;

pub(crate) async fn wrong(client: &mut Client, command: Value) -> (String, String) {
    let refusal = client.refused(command).await;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    (text(&refusal["field"]), text(&refusal["why"]["rule"]))
}

pub(crate) fn named(field: &str, rule: &str) -> (String, String) {
    (field.to_owned(), rule.to_owned())
}
