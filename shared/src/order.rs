//! An order as a conversation sees it, and where it is. Who may ask for it is the edge's business; nothing here names the
//! shopper, an address or a payment.

mod status;

pub use status::{DeliveryProblem, Stage, Status, Trouble, status};

use crate::id::{OrderLineId, ProductId, VariantId};
use crate::money::Money;
use crate::time::Date;
use alloc::{string::String, vec::Vec};

/// An order. All days are those of the shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// What the shopper knows it by: `#1001`.
    pub number: String,
    /// The day it was placed.
    pub placed: Date,
    /// The day it was cancelled.
    pub cancelled: Option<Date>,
    /// The country it goes to, as ISO 3166 alpha-2.
    pub country: Option<String>,
    /// The last day of arrival that was told when it was placed.
    pub promised: Option<Date>,
    /// What was bought.
    pub lines: Vec<OrderLine>,
    /// What was sent, a parcel each.
    pub fulfilments: Vec<Fulfilment>,
    /// What was paid back.
    pub refunds: Vec<Refund>,
    /// What goes back or went back.
    pub returns: Vec<Return>,
}

/// A line of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderLine {
    /// Its number.
    pub id: OrderLineId,
    /// The product.
    pub product: ProductId,
    /// The variant.
    pub variant: VariantId,
    /// The product's name when it was bought.
    pub title: String,
    /// How many were bought.
    pub quantity: u32,
    /// What one cost.
    pub price: Money,
    /// The product's tags, in lower case.
    pub tags: Vec<String>,
}

/// So many of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Portion {
    /// The line.
    pub line: OrderLineId,
    /// How many of it.
    pub quantity: u32,
}

/// A parcel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fulfilment {
    /// What is in it.
    pub portions: Vec<Portion>,
    /// Who brings it.
    pub carrier: Option<String>,
    /// How it can be followed.
    pub tracking: Option<Tracking>,
    /// Where it is.
    pub state: FulfilmentState,
}

/// How a parcel can be followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tracking {
    /// The carrier's number.
    pub number: String,
    /// The carrier's page of it.
    pub url: Option<String>,
}

/// Where a parcel is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FulfilmentState {
    /// Not with the carrier yet.
    Preparing,
    /// With the carrier.
    OnItsWay {
        /// Since this day.
        since: Date,
        /// When the carrier expects to deliver it.
        expected: Option<Date>,
    },
    /// To be delivered on the day it was reported.
    OutForDelivery {
        /// That day.
        on: Date,
    },
    /// Waiting to be collected.
    ToCollect {
        /// Since this day.
        since: Date,
    },
    /// The carrier tried to deliver it and could not.
    Failed {
        /// On this day.
        on: Date,
    },
    /// The carrier reports that it will not arrive.
    Lost {
        /// On this day.
        on: Date,
    },
    /// Delivered.
    Delivered {
        /// On this day, when that was reported.
        on: Option<Date>,
    },
    /// Not sent after all.
    Cancelled,
}

/// Money that was paid back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refund {
    /// On this day.
    pub on: Date,
    /// How much, as a positive amount.
    pub amount: Money,
    /// For what; none when it was for no line.
    pub portions: Vec<Portion>,
}

/// Something that goes back or went back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Return {
    /// What.
    pub portions: Vec<Portion>,
    /// How far it is.
    pub state: ReturnState,
}

/// How far a return is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReturnState {
    /// Asked for, and the shop has not answered.
    Requested,
    /// Agreed to; it is on its way or waited for.
    Open,
    /// The shop refused it.
    Declined,
    /// Taken back by the shopper.
    Cancelled,
    /// It came back.
    Closed,
}

impl FulfilmentState {
    pub(crate) fn is_delivered(&self) -> bool {
        match self {
            Self::Delivered { .. } => true,
            Self::Preparing
            | Self::OnItsWay { .. }
            | Self::OutForDelivery { .. }
            | Self::ToCollect { .. }
            | Self::Failed { .. }
            | Self::Lost { .. }
            | Self::Cancelled => false,
        }
    }

    fn is_cancelled(&self) -> bool {
        *self == Self::Cancelled
    }
}

impl ReturnState {
    /// Whether what it is about is gone, or promised to go.
    fn holds(self) -> bool {
        match self {
            Self::Requested | Self::Open | Self::Closed => true,
            Self::Declined | Self::Cancelled => false,
        }
    }
}

impl Order {
    /// The line of this number.
    #[must_use]
    pub fn line(&self, id: &OrderLineId) -> Option<&OrderLine> {
        self.lines.iter().find(|line| line.id == *id)
    }

    /// How many of a line were delivered.
    #[must_use]
    pub fn delivered(&self, line: &OrderLineId) -> u32 {
        let parcels = self.fulfilments.iter();
        let delivered = parcels.filter(|parcel| parcel.state.is_delivered());
        total(delivered.flat_map(|parcel| &parcel.portions), line)
    }

    /// How many of a line went back, or are about to.
    #[must_use]
    pub fn returned(&self, line: &OrderLineId) -> u32 {
        let returns = self.returns.iter().filter(|found| found.state.holds());
        total(returns.flat_map(|found| &found.portions), line)
    }

    /// How many of a line are neither sent nor paid back.
    #[must_use]
    pub fn unsent(&self, line: &OrderLine) -> u32 {
        let parcels = self.fulfilments.iter();
        let sent = parcels.filter(|parcel| !parcel.state.is_cancelled());
        let sent = total(sent.flat_map(|parcel| &parcel.portions), &line.id);
        let refunds = self.refunds.iter().flat_map(|refund| &refund.portions);
        let settled = sent.saturating_add(total(refunds, &line.id));
        line.quantity.saturating_sub(settled)
    }
}

fn total<'a>(portions: impl Iterator<Item = &'a Portion>, line: &OrderLineId) -> u32 {
    portions
        .filter(|portion| portion.line == *line)
        .fold(0, |sum: u32, portion| sum.saturating_add(portion.quantity))
}
