//! A shop's products, as last imported whole. It answers for them; what fits is decided in [`shared::look_up`].
//!
//! A file is read to its end before a row is written, and its rows replace the old ones in one transaction: what is
//! broken changes nothing. Products are kept many to a row, since rows are what storage costs.

mod chunks;

use crate::answer;
use crate::ask::{self, Class};
use crate::body;
use crate::calls::{self, WantFound};
use crate::error::{Error, Result};
use crate::guard::{self, Point};
use crate::kept;
use crate::log::Ids;
use crate::shopify::{Import, Reader};
use crate::tables::Tables;
use serde::{Deserialize, Serialize};
use shared::catalog::Product;
use shared::conversation::Query;
use shared::look_up;
use shared::money::Currency;
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;
use worker::{DurableObject, Env, Request, Response, State, durable_object};

#[durable_object(alarm)]
pub struct Catalog {
    state: State,
    tables: Tables,
    /// The products, while the object is awake and they are few enough to keep.
    awake: RefCell<Option<Rc<Vec<Product>>>>,
}

/// What a catalogue holds.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Count {
    pub(crate) products: usize,
    pub(crate) variants: usize,
}

/// What was taken from a file, and what was left out of it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Imported {
    pub(crate) products: usize,
    pub(crate) variants: usize,
    pub(crate) inactive: usize,
    pub(crate) ignored: usize,
}

#[derive(Deserialize)]
struct Chunk {
    products: String,
}

const VERSIONS: &[&str] = &["
    CREATE TABLE chunk (number INTEGER PRIMARY KEY, products TEXT NOT NULL);
    CREATE TABLE held (only INTEGER PRIMARY KEY CHECK (only = 1), products INTEGER NOT NULL, variants INTEGER NOT NULL);
"];
/// The largest file taken, in bytes.
pub(crate) const MAX_FILE: usize = 20 * 1024 * 1024;
/// How long a file may take to arrive: the object is awake meanwhile.
const PATIENCE: Duration = Duration::from_mins(2);
/// The largest catalogue kept in memory, in bytes of its rows; an isolate has 128 MB for everything in it.
const MAX_AWAKE: usize = 4 * 1024 * 1024;

impl DurableObject for Catalog {
    fn new(state: State, _env: Env) -> Self {
        Self {
            tables: Tables::new(&state, VERSIONS),
            awake: RefCell::new(None),
            state,
        }
    }

    async fn fetch(&self, request: Request) -> worker::Result<Response> {
        if let Some(response) = guard::pass_fetch(self.point("fetch"), &request).await? {
            return Ok(response);
        }
        let name = self.state.id().name().unwrap_or_default();
        answer::of(self.serve(request).await, Ids::of_shop(&name))
    }

    /// Nothing here waits for a time.
    async fn alarm(&self) -> worker::Result<Response> {
        guard::pass(self.point("alarm"));
        Response::empty()
    }
}

impl Catalog {
    async fn serve(&self, mut request: Request) -> Result<Response> {
        let path = request.path();
        match path.as_str() {
            calls::FIND => {
                let want: WantFound = ask::read(&mut request).await?;
                let words = want.words();
                let (products, voice) = (self.products()?, want.voice(&words));
                answer::json(&look_up::by_catalogue(&products, &want.query, voice))
            }
            calls::ABOUT => {
                let query: Query = ask::read(&mut request).await?;
                answer::json(&look_up::about(&self.products()?, &query))
            }
            calls::COUNT => answer::json(&self.count()?),
            _ => match path.strip_prefix(calls::IMPORT) {
                Some(currency) => answer::json(&self.import(&mut request, currency).await?),
                None => ask::unknown(Class::Catalog, &path),
            },
        }
    }

    async fn import(&self, request: &mut Request, currency: &str) -> Result<Imported> {
        let currency: Currency = currency
            .parse()
            .map_err(|_| Error::fault("a catalogue without its currency"))?;
        let mut reader = Reader::new(currency);
        body::pour(request, MAX_FILE, PATIENCE, |bytes| reader.feed(bytes)).await?;
        let import = reader.finish().map_err(|problems| {
            let message = "the catalogue has mistakes; the one before it stays in force";
            Error::unprocessable("catalogue", message, problems)
        })?;
        self.replace(&import)
    }

    /// Puts the new products in the old ones' place, in one transaction.
    fn replace(&self, import: &Import) -> Result<Imported> {
        let chunks = chunks::of(&import.products)?;
        let imported = Imported {
            products: import.products.len(),
            variants: import.variants,
            inactive: import.inactive,
            ignored: import.ignored,
        };
        self.awake.replace(None);
        self.tables.run("DELETE FROM chunk", Vec::new())?;
        for chunk in chunks {
            self.tables.run(
                "INSERT INTO chunk (products) VALUES (?)",
                vec![chunk.into()],
            )?;
        }
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX).into();
        self.tables.run(
            "INSERT OR REPLACE INTO held (only, products, variants) VALUES (1, ?, ?)",
            vec![number(imported.products), number(imported.variants)],
        )?;
        Ok(imported)
    }

    fn count(&self) -> Result<Count> {
        let held = self
            .tables
            .row("SELECT products, variants FROM held", Vec::new())?;
        Ok(held.unwrap_or_default())
    }

    fn products(&self) -> Result<Rc<Vec<Product>>> {
        if let Some(products) = &*self.awake.borrow() {
            return Ok(Rc::clone(products));
        }
        let rows: Vec<Chunk> = self
            .tables
            .rows("SELECT products FROM chunk ORDER BY number", Vec::new())?;
        let mut products = Vec::new();
        let mut size = 0;
        for row in rows {
            size += row.products.len();
            products.extend(kept::read::<Vec<Product>>(&row.products)?);
        }
        let products = Rc::new(products);
        if size <= MAX_AWAKE {
            self.awake.replace(Some(Rc::clone(&products)));
        }
        Ok(products)
    }

    fn point(&self, handler: &'static str) -> Point<'_> {
        Point {
            state: &self.state,
            class: Class::Catalog,
            handler,
        }
    }
}
