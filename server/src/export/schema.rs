//! The JSON Schemas of the JSON documents, made from the types that write them. They are checked in beside this file, for
//! whoever reads the documents with other software; a test holds that they are these.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::held::Held;
use super::sheet::Sheet;
use super::summary::SummaryDocument;

/// Of `sheet.json` (draft 2020-12).
#[must_use]
pub fn sheet() -> Value {
    of::<Sheet>()
}

/// Of `summary.json` (draft 2020-12).
#[must_use]
pub fn summary() -> Value {
    of::<SummaryDocument>()
}

/// Of `mine.json` (draft 2020-12).
#[must_use]
pub fn held() -> Value {
    of::<Held>()
}

fn of<T: JsonSchema>() -> Value {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>().to_value()
}
