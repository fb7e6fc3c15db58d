//! One thread sets all documents, one after another: memory stays that of one document, and a caller who no longer waits
//! costs nothing. What the typesetter remembers is dropped after each, since it holds people's words.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::thread;
use std::time::Instant;

use serde_json::Value;

use crate::set::set;
use crate::world::Template;
use crate::{Labels, MOST_BYTES, MOST_WAITING, PdfError, TIME_LIMIT};

/// Stack of the thread that sets, in bytes; layout recurses by the depth of the templates, which is fixed.
const STACK: usize = 8 * 1024 * 1024;

struct Job {
    template: Template,
    document: Value,
    labels: Labels,
    until: Instant,
    answer: SyncSender<Result<Vec<u8>, PdfError>>,
}

static JOBS: LazyLock<Option<SyncSender<Job>>> = LazyLock::new(|| {
    let (jobs, queue) = sync_channel(MOST_WAITING);
    let work = move || work(&queue);
    thread::Builder::new().name("pdf".to_owned()).stack_size(STACK).spawn(work).ok().map(|_| jobs)
});

fn work(queue: &Receiver<Job>) {
    for job in queue {
        if Instant::now() >= job.until {
            continue;
        }
        let done = catch_unwind(AssertUnwindSafe(|| set(job.template, &job.document, &job.labels)));
        let done = done.unwrap_or_else(|_| Err(PdfError::Template("panic".to_owned())));
        comemo::evict(0);
        // Nobody may be waiting any more; then there is nobody to tell.
        let _ = job.answer.send(done);
    }
}

pub(crate) fn render(template: Template, document: &Value, labels: &Labels) -> Result<Vec<u8>, PdfError> {
    if document.to_string().len() > MOST_BYTES {
        return Err(PdfError::TooLarge);
    }
    let (answer, waiting) = sync_channel(1);
    let until = Instant::now() + TIME_LIMIT;
    let job = Job { template, document: document.clone(), labels: labels.clone(), until, answer };
    let jobs = JOBS.as_ref().ok_or(PdfError::Busy)?;
    jobs.try_send(job).map_err(|error| match error {
        TrySendError::Full(_) | TrySendError::Disconnected(_) => PdfError::Busy,
    })?;
    waiting.recv_timeout(TIME_LIMIT).unwrap_or_else(|error| {
        Err(match error {
            RecvTimeoutError::Timeout => PdfError::TooSlow,
            RecvTimeoutError::Disconnected => PdfError::TooSlow, // its time ran out in the queue
        })
    })
}
