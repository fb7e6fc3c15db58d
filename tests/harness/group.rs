//! A desk and phones around one session, brought to a stage as a facilitator would.

use std::net::SocketAddr;

use serde_json::{Value, json};

use crate::{Api, Client, Opened};

/// The area that groups here look at.
pub const AREA: &str = "meeting-people-where-they-are-at";
/// Its first competency.
pub const ONE: &str = "proactive-and-patient";
/// Its second.
pub const TWO: &str = "facilitators-of-change";
/// Its third.
pub const THREE: &str = "encouragers";

/// The stages in their order.
const STAGES: [&str; 8] =
    ["lobby", "area", "competencies", "rate", "discuss", "rescore", "actions", "closed"];

/// A session with everybody connected.
#[derive(Debug)]
pub struct Group {
    /// The HTTP half.
    pub api: Api,
    /// Where the server is.
    pub address: SocketAddr,
    /// The session.
    pub opened: Opened,
    /// The facilitator's socket.
    pub desk: Client,
    /// The participants' sockets, in seat order.
    pub phones: Vec<Client>,
}

impl Group {
    /// Four people, at that stage.
    pub async fn at(address: SocketAddr, stage: &str) -> Group {
        Group::seat(address, &["Ann", "Ben", "Cara", "Dev"], stage).await
    }

    /// These people, at that stage, looking at [`ONE`] and [`TWO`].
    pub async fn seat(address: SocketAddr, names: &[&str], stage: &str) -> Group {
        let api = Api::new(address);
        let opened = api.open().await;
        let desk = Client::connect(address, &opened.desk()).await;
        let mut phones = Vec::new();
        for name in names {
            let seat = api.join(&opened.code, name).await;
            assert!(seat.seated, "{name} was not seated");
            phones.push(Client::connect(address, &seat).await);
        }
        let mut group = Group { api, address, opened, desk, phones };
        group.go_on_to(stage).await;
        group
    }

    /// Takes the group on, stage by stage, choosing on the way.
    pub async fn go_on_to(&mut self, stage: &str) {
        let place = |name: &str| STAGES.iter().position(|known| *known == name).unwrap();
        let now = place(self.desk.room["stage"]["now"].as_str().unwrap());
        for next in &STAGES[now + 1..=place(stage)] {
            self.desk.done(json!({"type": "goTo", "stage": next})).await;
            match *next {
                "area" => self.desk.done(json!({"type": "chooseArea", "area": AREA})).await,
                "competencies" => {
                    self.desk.done(json!({"type": "chooseCompetencies", "competencies": [ONE, TWO]})).await;
                }
                _ => {}
            }
        }
        self.sync().await;
    }

    /// Everybody reads all that was sent to them before now.
    pub async fn sync(&mut self) {
        self.desk.sync().await;
        for phone in &mut self.phones {
            phone.sync().await;
        }
    }

    /// Opens the room display, under a secret of its own.
    pub async fn display(&mut self) -> Client {
        let secret = crate::new_secret();
        self.desk.done(json!({"type": "display", "secret": secret})).await;
        let mut seat = self.opened.desk();
        seat.secret = secret;
        Client::connect(self.address, &seat).await
    }

    /// `GET …/{file}` of this session.
    pub async fn document(&self, file: &str, secret: &str) -> crate::Reply {
        self.api.document(&self.opened.session, file, Some(secret)).await
    }

    /// What the person at that place sees of one of their rows.
    pub fn row(&self, place: usize, competency: &str) -> &Value {
        &self.phones[place].mine["rows"][competency]
    }
}
