//! Sets one document, start to end: words cleaned, data handed over, pages laid out, PDF/UA-1 written and checked.

use serde_json::Value as Json;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Bytes, Dict, Smart, Value};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::clean::{Keep, clean};
use crate::faces::FACES;
use crate::world::{Room, Template};
use crate::{Labels, PdfError};

/// Words that no combination of faces can set are refused by the standard; then the same again in Latin alone, so that the
/// person gets their file.
pub(crate) fn set(template: Template, document: &Json, labels: &Labels) -> Result<Vec<u8>, PdfError> {
    once(template, document, labels, Keep::Known).or_else(|_| once(template, document, labels, Keep::Latin))
}

fn once(template: Template, document: &Json, labels: &Labels, keep: Keep) -> Result<Vec<u8>, PdfError> {
    let refused = |message: String| PdfError::Template(message);
    let whole = serde_json::to_vec_pretty(document).map_err(|error| refused(error.to_string()))?;
    let data: Value =
        serde_json::from_value(clean(document, keep)).map_err(|error| refused(error.to_string()))?;
    let words =
        labels.words.iter().map(|(key, words)| (key.as_str().into(), Value::Str(words.as_str().into())));
    let (lang, region) = labels.locale();
    let mut inputs = Dict::new();
    inputs.insert("doc".into(), data);
    inputs.insert("words".into(), Value::Dict(words.collect()));
    inputs.insert("json".into(), Value::Bytes(Bytes::new(whole)));
    inputs.insert("lang".into(), Value::Str(lang.into()));
    inputs.insert("region".into(), region.map_or(Value::None, |region| Value::Str(region.into())));
    let families = FACES.families.iter().map(|family| Value::Str(family.as_str().into()));
    inputs.insert("fonts".into(), Value::Array(families.collect()));

    let room = Room::new(template, inputs);
    let pages =
        typst::compile::<PagedDocument>(&room).output.map_err(|errors| refused(first(errors.as_slice())))?;
    let standards =
        PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|error| refused(error.message().to_string()))?;
    let options =
        PdfOptions { creator: Smart::Custom(Some("Trivet".to_owned())), standards, ..PdfOptions::default() };
    typst_pdf::pdf(&pages, &options).map_err(|errors| refused(first(&errors)))
}

/// What the first error says. The typesetter's messages name fields and types, and may quote a value, so only its first line
/// up to a quote is kept.
fn first(errors: &[SourceDiagnostic]) -> String {
    let message = errors.first().map(|error| error.message.to_string()).unwrap_or_default();
    message.split(['"', '`', '\n']).next().unwrap_or_default().trim().to_owned()
}
