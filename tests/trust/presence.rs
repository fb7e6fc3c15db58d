//! Promise 9: nobody is wrongly gone or there. Old sockets close while new ones open, in every order and over a bad
//! network; once that settles, the desk sees who is there, and goes on seeing it.

use std::time::Duration;

use serde_json::Value;
use tokio::task::JoinSet;
use tokio::time::timeout;
use trivet_tests::{Binary, Chaos, Client, Cut, Dice, Fate, Group, Seat, reached, size};

/// Races of close(old) and open(new) in a usual run, and in a full one.
const RACES: (usize, usize) = (500, 10_000);
/// Sessions side by side, with four phones each.
const SESSIONS: usize = 10;
/// Time after which the desk must see what is so.
const SETTLED: Duration = Duration::from_secs(5);

struct Scene {
    desk: Client,
    phones: Vec<(Seat, Option<Client>)>,
    dice: Dice,
    races: usize,
    wrong: usize,
}

impl Scene {
    /// Everybody races once; some are gone afterwards. Then the desk must know.
    async fn round(mut self, network: std::net::SocketAddr) -> Scene {
        let mut racing = JoinSet::new();
        for (place, (seat, old)) in self.phones.drain(..).enumerate() {
            let dice = Dice::new(self.dice.roll());
            racing.spawn(async move { (place, race(network, seat, old, dice).await) });
            self.races += 1;
        }
        let mut phones: Vec<_> = racing.join_all().await;
        phones.sort_by_key(|(place, _)| *place);
        self.phones = phones.into_iter().map(|(_, phone)| phone).collect();

        let expected: Vec<bool> = self.phones.iter().map(|(_, client)| client.is_none()).collect();
        let desk = &mut self.desk;
        let seen = async {
            while asleep(&desk.desk) != expected {
                desk.read().await;
                assert_eq!(desk.closed, None);
            }
        };
        let settled = timeout(SETTLED, seen).await.is_ok();
        for (_, client) in &mut self.phones {
            if let Some(client) = client {
                client.sync().await; // those who are there are really there
            }
        }
        self.desk.sync().await;
        if !settled || asleep(&self.desk.desk) != expected {
            self.wrong += expected.iter().zip(asleep(&self.desk.desk)).filter(|(a, b)| *a != b).count();
        }
        self
    }
}

/// One person's old socket closes while a new one opens, or closes alone.
async fn race(
    network: std::net::SocketAddr,
    seat: Seat,
    old: Option<Client>,
    mut dice: Dice,
) -> (Seat, Option<Client>) {
    let comes = dice.within(0..4) > 0;
    let open = async {
        let mut opened = None;
        // The network may cut a socket that is just opening; whoever comes tries again.
        while comes && opened.is_none() {
            let trying = async {
                let mut client = Client::open(network, &seat).await.ok()?;
                client.hello().await;
                while client.welcomes == 0 && client.closed.is_none() {
                    client.read().await;
                }
                client.closed.is_none().then_some(client)
            };
            opened = trying.await;
        }
        opened
    };
    let pause = Duration::from_micros(dice.within(0..3_000));
    let close = async {
        let Some(mut old) = old else { return };
        tokio::time::sleep(pause).await; // when the old one closes is what chance decides
        if dice.within(0..2) == 0 {
            old.message(tokio_tungstenite::tungstenite::Message::Close(None)).await;
        }
    };
    let (client, ()) = tokio::join!(open, close);
    (seat, client)
}

fn asleep(desk: &Value) -> Vec<bool> {
    desk["people"].as_array().unwrap().iter().map(|person| person["asleep"] == true).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_9_nobody_is_wrongly_gone_or_there() {
    let mut dice = Dice::seeded("promise 9");
    let directory = tempfile::tempdir().unwrap();
    let program = Binary::start(
        directory.path(),
        &["--asleep-after", "0s", "--sessions-per-hour", "100000", "--joins-per-hour", "100000"],
    )
    .await;
    // One connection in eight is cut while it opens, and so opens again.
    let mut fates = Dice::new(dice.roll());
    let network = Chaos::with(program.address, move || match fates.within(0..8) {
        0 => Fate::cut_down(fates.within(1..2_000), Cut::Reset),
        _ => Fate::default(),
    })
    .await;
    let mut scenes = Vec::new();
    for _ in 0..SESSIONS {
        let group = Group::at(program.address, "rate").await;
        let phones = group.phones.into_iter().map(|phone| (phone.seat().clone(), Some(phone))).collect();
        scenes.push(Scene { desk: group.desk, phones, dice: Dice::new(dice.roll()), races: 0, wrong: 0 });
    }
    let races = size(RACES.0, RACES.1);
    while scenes.iter().map(|scene| scene.races).sum::<usize>() < races {
        let mut rounds = JoinSet::new();
        for scene in scenes.drain(..) {
            rounds.spawn(scene.round(network.address));
        }
        scenes = rounds.join_all().await;
    }
    let races: usize = scenes.iter().map(|scene| scene.races).sum();
    let wrong: usize = scenes.iter().map(|scene| scene.wrong).sum();
    assert!(network.cuts() > 0, "the network was never bad");
    assert_eq!(wrong, 0, "of {races} races");
    reached(
        9,
        "0 wrong presence 5 s after 10,000 races of close(old) and open(new)",
        &format!(
            "{wrong} wrong after {races} races, {} of them over a connection that was cut",
            network.cuts()
        ),
    );
}
