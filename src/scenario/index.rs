//! Indexes into a scenario's lists, of a type for each list, so that they cannot be mixed up.

macro_rules! index {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            /// The index for a position in the file's list.
            ///
            /// # Panics
            /// If `position` does not fit 32 bits; the format's bounds are far below.
            #[must_use]
            pub fn new(position: usize) -> Self {
                Self(u32::try_from(position).expect("the format bounds its lists"))
            }

            /// The position in the file's list, from 0.
            #[must_use]
            pub fn at(self) -> usize {
                self.0 as usize
            }
        }
    };
}

index! {
    /// An item, by its position in the scenario's `items`.
    ItemIx
}
index! {
    /// A stakeholder, by position in the scenario's `stakeholders`.
    StakeholderIx
}
index! {
    /// A risk, by position in the scenario's `risks`.
    RiskIx
}
index! {
    /// A goal, by position in the scenario's `goals`.
    GoalIx
}
