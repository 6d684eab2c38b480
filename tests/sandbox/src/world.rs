//! Everything the stand-ins remember, and its copy on disk. One file per part, replaced whole, so that a stop at any
//! moment leaves the last complete state.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::Context;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::brevo::BrevoState;
use crate::catalogue::Catalogue;
use crate::control::Control;
use crate::serve::{Addresses, Options};
use crate::settings::Settings;
use crate::storefront::ShopState;

pub(crate) type Shared = Arc<World>;

pub(crate) struct World {
    pub(crate) catalogue: Catalogue,
    pub(crate) addresses: Addresses,
    pub(crate) shop_domain: String,
    pub(crate) embed_file: Option<PathBuf>,
    state_folder: Option<PathBuf>,
    control: Mutex<Control>,
    settings: Mutex<Settings>,
    shop: Mutex<ShopState>,
    brevo: Mutex<BrevoState>,
    unsaved: AtomicBool,
    saving: Mutex<()>,
}

impl World {
    pub(crate) fn open(options: Options, addresses: Addresses) -> anyhow::Result<Self> {
        let folder = options.state_folder;
        if let Some(folder) = &folder {
            std::fs::create_dir_all(folder)
                .with_context(|| format!("cannot make the state folder {}", folder.display()))?;
        }
        Ok(Self {
            catalogue: Catalogue::fernwood()?,
            addresses,
            shop_domain: options.shop,
            embed_file: options.embed_file,
            control: Mutex::default(),
            settings: Mutex::new(read(folder.as_deref(), SETTINGS)?),
            shop: Mutex::new(read(folder.as_deref(), SHOP)?),
            brevo: Mutex::new(read(folder.as_deref(), BREVO)?),
            state_folder: folder,
            unsaved: AtomicBool::new(false),
            saving: Mutex::default(),
        })
    }

    pub(crate) fn control(&self) -> MutexGuard<'_, Control> {
        lock(&self.control)
    }

    pub(crate) fn settings(&self) -> Settings {
        lock(&self.settings).clone()
    }

    pub(crate) fn set_settings(&self, settings: Settings) {
        *lock(&self.settings) = settings;
        self.unsaved.store(true, Ordering::Relaxed);
    }

    pub(crate) fn shop(&self) -> MutexGuard<'_, ShopState> {
        lock(&self.shop)
    }

    pub(crate) fn brevo(&self) -> MutexGuard<'_, BrevoState> {
        lock(&self.brevo)
    }

    /// Says that something worth keeping changed; the next `save` writes it.
    pub(crate) fn touch(&self) {
        self.unsaved.store(true, Ordering::Relaxed);
    }

    pub(crate) fn reset(&self) {
        *self.control() = Control::default();
        *lock(&self.settings) = Settings::default();
        *self.shop() = ShopState::default();
        *self.brevo() = BrevoState::default();
        self.touch();
    }

    /// Writes the state when it changed since the last time.
    pub(crate) fn save(&self) -> anyhow::Result<()> {
        let Some(folder) = &self.state_folder else {
            return Ok(());
        };
        let _only_one_writer = lock(&self.saving);
        if !self.unsaved.swap(false, Ordering::Relaxed) {
            return Ok(());
        }
        write(folder, SETTINGS, &*lock(&self.settings))?;
        write(folder, SHOP, &*self.shop())?;
        write(folder, BREVO, &*self.brevo())
    }

    /// Units of a variant that may still be sold.
    pub(crate) fn stock(&self, shop: &ShopState, variant: i64) -> i64 {
        let sold = shop.sold(variant);
        let key = variant.to_string();
        if let Some(set) = lock(&self.settings).stock.get(&key) {
            return *set;
        }
        let had = self
            .catalogue
            .variant(variant)
            .map_or(0, |(_, variant)| variant.inventory_quantity);
        (had - sold).max(0)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn read<T: DeserializeOwned + Default>(folder: Option<&Path>, name: &str) -> anyhow::Result<T> {
    let Some(path) = folder.map(|folder| folder.join(name)) else {
        return Ok(T::default());
    };
    match std::fs::read(&path) {
        Ok(bytes) => {
            serde_json::from_slice(&bytes).with_context(|| format!("{} is damaged", path.display()))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(T::default()),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

fn write<T: Serialize>(folder: &Path, name: &str, value: &T) -> anyhow::Result<()> {
    let path = folder.join(name);
    let fresh = folder.join(format!("{name}.new"));
    std::fs::write(&fresh, serde_json::to_vec(value)?)?;
    std::fs::rename(&fresh, &path).with_context(|| format!("cannot replace {}", path.display()))
}

const SETTINGS: &str = "settings.json";
const SHOP: &str = "shop.json";
const BREVO: &str = "brevo.json";
