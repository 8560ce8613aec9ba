//! The colors of the built-in themes.
//!
//! Themes from other programs keep their original palettes, except that colors with too little contrast are lightened or
//! darkened until the contrast tests pass.

use super::Color;

/// Returns the color that is written as `0x00rr_ggbb`; the first byte is not used.
const fn rgb(hex: u32) -> Color {
    let [_, red, green, blue] = hex.to_be_bytes();
    Color::Rgb(red, green, blue)
}

/// Declares a struct of named colors, optionally with an inner struct of colors as its last field. A color of the outer
/// struct can be looked up by its name.
macro_rules! named_colors {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident,)* $(; $inner:ident: $inner_struct:ident)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) struct $name {
            $($(#[$field_doc])* pub(super) $field: Option<Color>,)*
            $(pub(super) $inner: $inner_struct,)?
        }

        impl $name {
            /// The names of the colors.
            pub(super) const NAMES: &[&str] = &[$(stringify!($field)),*];

            /// Returns the color called `name`, or `None` if there is no such color. A color that is `None` is the
            /// terminal's default color.
            pub(super) fn get_mut(&mut self, name: &str) -> Option<&mut Option<Color>> {
                match name {
                    $(stringify!($field) => Some(&mut self.$field),)*
                    _ => None,
                }
            }
        }
    };
}

named_colors! {
    /// The colors of a theme. `None` keeps the terminal's default color.
    ThemeColors {
        text,
        background,
        /// The active element, markers, matches, required facets, and the keys that folio names in its panes.
        accent,
        /// Titles, strong text, and headings from level 3.
        strong,
        /// Headings of levels 1 and 2.
        heading,
        /// Secondary text.
        dim,
        /// The lines between panes and below headings.
        border,
        link,
        /// Inline code, and the keys (`<kbd>`) in an article.
        code,
        /// Images and categories.
        image,
        /// Tags and formulas.
        tag,
        warning,
        /// Errors and excluded facets.
        danger,
        /// The background of code blocks, and of the selected row in a pane without focus.
        code_background,
        /// The background of the selected row in the focused pane.
        selected,
        match_background,
        highlight_background,
        ; syntax: CodeColors
    }
}

named_colors! {
    /// The colors of code. `None` keeps the terminal's default color.
    CodeColors {
        keyword,
        string,
        number,
        comment,
        function,
        /// The names of types.
        kind,
        constant,
        /// Operators and punctuation.
        quiet,
        attribute,
        /// The names of HTML and XML elements.
        tag,
        inserted,
        deleted,
    }
}

impl ThemeColors {
    /// The default theme for a dark background.
    pub(super) const DARK: Self = Self {
        text: None,
        background: None,
        accent: Some(rgb(0x00e0_a458)),
        strong: Some(rgb(0x00f2_ede4)),
        heading: Some(rgb(0x00f0_c987)),
        dim: Some(rgb(0x0085_8c98)),
        border: Some(rgb(0x004a_505c)),
        link: Some(rgb(0x0084_b6e8)),
        code: Some(rgb(0x00d3_b3e0)),
        image: Some(rgb(0x00c3_a6e0)),
        tag: Some(rgb(0x0080_b898)),
        warning: Some(rgb(0x00e6_b450)),
        danger: Some(rgb(0x00ec_8780)),
        code_background: Some(rgb(0x0023_2730)),
        selected: Some(rgb(0x0031_3742)),
        match_background: Some(rgb(0x005a_4a20)),
        highlight_background: Some(rgb(0x003d_4a1f)),
        syntax: CodeColors {
            keyword: Some(rgb(0x00c3_a6e0)),
            string: Some(rgb(0x0097_c2a4)),
            number: Some(rgb(0x00e0_b080)),
            comment: Some(rgb(0x0093_9aa6)),
            function: Some(rgb(0x0084_b6e8)),
            kind: Some(rgb(0x00e6_c994)),
            constant: Some(rgb(0x00e0_b080)),
            quiet: Some(rgb(0x00a9_b0bc)),
            attribute: Some(rgb(0x008f_c7cf)),
            tag: Some(rgb(0x00e6_968f)),
            inserted: Some(rgb(0x0086_c49f)),
            deleted: Some(rgb(0x00ea_857d)),
        },
    };

    /// The default theme for a light background.
    pub(super) const LIGHT: Self = Self {
        text: None,
        background: None,
        accent: Some(rgb(0x009e_5500)),
        strong: Some(rgb(0x0014_161a)),
        heading: Some(rgb(0x008a_4a08)),
        dim: Some(rgb(0x006b_7078)),
        border: Some(rgb(0x00b9_bcc2)),
        link: Some(rgb(0x0018_5fa8)),
        code: Some(rgb(0x0078_3f96)),
        image: Some(rgb(0x0074_4aa0)),
        tag: Some(rgb(0x002f_7048)),
        warning: Some(rgb(0x008d_5e00)),
        danger: Some(rgb(0x00b0_302a)),
        code_background: Some(rgb(0x00f1_efea)),
        selected: Some(rgb(0x00ea_e7e0)),
        match_background: Some(rgb(0x00fa_e3a0)),
        highlight_background: Some(rgb(0x00f0_f2b0)),
        syntax: CodeColors {
            keyword: Some(rgb(0x0074_4aa0)),
            string: Some(rgb(0x002b_6844)),
            number: Some(rgb(0x008a_4a08)),
            comment: Some(rgb(0x0062_676f)),
            function: Some(rgb(0x0018_5fa8)),
            kind: Some(rgb(0x0080_5000)),
            constant: Some(rgb(0x008a_4a08)),
            quiet: Some(rgb(0x0054_5963)),
            attribute: Some(rgb(0x0014_656e)),
            tag: Some(rgb(0x009e_3630)),
            inserted: Some(rgb(0x002b_6844)),
            deleted: Some(rgb(0x00ab_2f29)),
        },
    };

    /// Colors of the terminal that are readable on black and on white: red (1), magenta (5) and bright blue (12).
    pub(super) const PLAIN: Self = Self {
        text: None,
        background: None,
        accent: Some(Color::Ansi(5)),
        strong: None,
        heading: Some(Color::Ansi(12)),
        dim: None,
        border: None,
        link: Some(Color::Ansi(12)),
        code: Some(Color::Ansi(5)),
        image: Some(Color::Ansi(5)),
        tag: Some(Color::Ansi(12)),
        warning: Some(Color::Ansi(1)),
        danger: Some(Color::Ansi(1)),
        code_background: None,
        selected: None,
        match_background: None,
        highlight_background: None,
        syntax: CodeColors {
            keyword: Some(Color::Ansi(5)),
            string: Some(Color::Ansi(12)),
            number: Some(Color::Ansi(1)),
            comment: None,
            function: Some(Color::Ansi(12)),
            kind: Some(Color::Ansi(5)),
            constant: Some(Color::Ansi(1)),
            quiet: None,
            attribute: Some(Color::Ansi(5)),
            tag: Some(Color::Ansi(1)),
            inserted: Some(Color::Ansi(12)),
            deleted: Some(Color::Ansi(1)),
        },
    };

    /// Catppuccin Mocha.
    pub(super) const CATPPUCCIN_MOCHA: Self = Self {
        text: Some(rgb(0x00cd_d6f4)),
        background: Some(rgb(0x001e_1e2e)),
        accent: Some(rgb(0x00cb_a6f7)),
        strong: Some(rgb(0x00e4_e9fb)),
        heading: Some(rgb(0x00fa_b387)),
        dim: Some(rgb(0x0093_99b2)),
        border: Some(rgb(0x0045_475a)),
        link: Some(rgb(0x0089_b4fa)),
        code: Some(rgb(0x00f5_c2e7)),
        image: Some(rgb(0x00b4_befe)),
        tag: Some(rgb(0x00a6_e3a1)),
        warning: Some(rgb(0x00f9_e2af)),
        danger: Some(rgb(0x00f3_8ba8)),
        code_background: Some(rgb(0x0018_1825)),
        selected: Some(rgb(0x0031_3244)),
        match_background: Some(rgb(0x004a_4530)),
        highlight_background: Some(rgb(0x003a_4a35)),
        syntax: CodeColors {
            keyword: Some(rgb(0x00cb_a6f7)),
            string: Some(rgb(0x00a6_e3a1)),
            number: Some(rgb(0x00fa_b387)),
            comment: Some(rgb(0x0093_99b2)),
            function: Some(rgb(0x0089_b4fa)),
            kind: Some(rgb(0x00f9_e2af)),
            constant: Some(rgb(0x00fa_b387)),
            quiet: Some(rgb(0x00ba_c2de)),
            attribute: Some(rgb(0x0094_e2d5)),
            tag: Some(rgb(0x00f3_8ba8)),
            inserted: Some(rgb(0x00a6_e3a1)),
            deleted: Some(rgb(0x00f3_8ba8)),
        },
    };

    /// Catppuccin Latte.
    pub(super) const CATPPUCCIN_LATTE: Self = Self {
        text: Some(rgb(0x004c_4f69)),
        background: Some(rgb(0x00ef_f1f5)),
        accent: Some(rgb(0x007e_35de)),
        strong: Some(rgb(0x002f_3146)),
        heading: Some(rgb(0x00a9_4207)),
        dim: Some(rgb(0x006c_6f85)),
        border: Some(rgb(0x00bc_c0cc)),
        link: Some(rgb(0x001a_5ad8)),
        code: Some(rgb(0x009a_4284)),
        image: Some(rgb(0x004e_5cac)),
        tag: Some(rgb(0x002d_701e)),
        warning: Some(rgb(0x008d_570c)),
        danger: Some(rgb(0x00c5_0e36)),
        code_background: Some(rgb(0x00e6_e9ef)),
        selected: Some(rgb(0x00dc_e0e8)),
        match_background: Some(rgb(0x00f5_e0a8)),
        highlight_background: Some(rgb(0x00dc_ecc8)),
        syntax: CodeColors {
            keyword: Some(rgb(0x0087_38ed)),
            string: Some(rgb(0x002f_7620)),
            number: Some(rgb(0x00b3_4607)),
            comment: Some(rgb(0x0064_677c)),
            function: Some(rgb(0x001c_5fe4)),
            kind: Some(rgb(0x0094_5c0c)),
            constant: Some(rgb(0x00b3_4607)),
            quiet: Some(rgb(0x005c_5f77)),
            attribute: Some(rgb(0x0012_7379)),
            tag: Some(rgb(0x00d0_0f38)),
            inserted: Some(rgb(0x002f_7620)),
            deleted: Some(rgb(0x00d0_0f38)),
        },
    };

    /// Gruvbox, dark.
    pub(super) const GRUVBOX_DARK: Self = Self {
        text: Some(rgb(0x00eb_dbb2)),
        background: Some(rgb(0x0028_2828)),
        accent: Some(rgb(0x00fe_8019)),
        strong: Some(rgb(0x00fb_f1c7)),
        heading: Some(rgb(0x00fa_bd2f)),
        dim: Some(rgb(0x00a8_9984)),
        border: Some(rgb(0x0050_4945)),
        link: Some(rgb(0x0088_a99c)),
        code: Some(rgb(0x00d6_8ea2)),
        image: Some(rgb(0x00d6_8ea2)),
        tag: Some(rgb(0x00b8_bb26)),
        warning: Some(rgb(0x00fa_bd2f)),
        danger: Some(rgb(0x00fc_7c6d)),
        code_background: Some(rgb(0x0032_302f)),
        selected: Some(rgb(0x003c_3836)),
        match_background: Some(rgb(0x0057_461a)),
        highlight_background: Some(rgb(0x0045_502a)),
        syntax: CodeColors {
            keyword: Some(rgb(0x00fc_6857)),
            string: Some(rgb(0x00b8_bb26)),
            number: Some(rgb(0x00d3_869b)),
            comment: Some(rgb(0x00a8_9984)),
            function: Some(rgb(0x008e_c07c)),
            kind: Some(rgb(0x00fa_bd2f)),
            constant: Some(rgb(0x00d3_869b)),
            quiet: Some(rgb(0x00bd_ae93)),
            attribute: Some(rgb(0x0083_a598)),
            tag: Some(rgb(0x00fe_8019)),
            inserted: Some(rgb(0x00b8_bb26)),
            deleted: Some(rgb(0x00fc_6857)),
        },
    };

    /// Gruvbox, light.
    pub(super) const GRUVBOX_LIGHT: Self = Self {
        text: Some(rgb(0x003c_3836)),
        background: Some(rgb(0x00fb_f1c7)),
        accent: Some(rgb(0x00ad_3903)),
        strong: Some(rgb(0x0028_2828)),
        heading: Some(rgb(0x0086_570f)),
        dim: Some(rgb(0x007c_6f64)),
        border: Some(rgb(0x00d5_c4a1)),
        link: Some(rgb(0x0007_6678)),
        code: Some(rgb(0x008f_3f71)),
        image: Some(rgb(0x008f_3f71)),
        tag: Some(rgb(0x0067_630c)),
        warning: Some(rgb(0x0086_570f)),
        danger: Some(rgb(0x009d_0006)),
        code_background: Some(rgb(0x00f2_e5bc)),
        selected: Some(rgb(0x00eb_dbb2)),
        match_background: Some(rgb(0x00f4_d58a)),
        highlight_background: Some(rgb(0x00df_e0a0)),
        syntax: CodeColors {
            keyword: Some(rgb(0x009d_0006)),
            string: Some(rgb(0x006d_680d)),
            number: Some(rgb(0x008f_3f71)),
            comment: Some(rgb(0x0070_645a)),
            function: Some(rgb(0x003d_7151)),
            kind: Some(rgb(0x008d_5c10)),
            constant: Some(rgb(0x008f_3f71)),
            quiet: Some(rgb(0x0050_4945)),
            attribute: Some(rgb(0x0007_6678)),
            tag: Some(rgb(0x00af_3a03)),
            inserted: Some(rgb(0x006d_680d)),
            deleted: Some(rgb(0x009d_0006)),
        },
    };

    /// Nord.
    pub(super) const NORD: Self = Self {
        text: Some(rgb(0x00d8_dee9)),
        background: Some(rgb(0x002e_3440)),
        accent: Some(rgb(0x008f_c4d3)),
        strong: Some(rgb(0x00ec_eff4)),
        heading: Some(rgb(0x00eb_cb8b)),
        dim: Some(rgb(0x008f_a1b8)),
        border: Some(rgb(0x004c_566a)),
        link: Some(rgb(0x00a9_bfd5)),
        code: Some(rgb(0x00ce_b6ca)),
        image: Some(rgb(0x00ce_b6ca)),
        tag: Some(rgb(0x00ab_c496)),
        warning: Some(rgb(0x00eb_cb8b)),
        danger: Some(rgb(0x00df_b0b4)),
        code_background: Some(rgb(0x003b_4252)),
        selected: Some(rgb(0x0043_4c5e)),
        match_background: Some(rgb(0x005a_5540)),
        highlight_background: Some(rgb(0x004a_5a48)),
        syntax: CodeColors {
            keyword: Some(rgb(0x0096_b1cc)),
            string: Some(rgb(0x00a3_be8c)),
            number: Some(rgb(0x00c3_a5bd)),
            comment: Some(rgb(0x00a1_b0c3)),
            function: Some(rgb(0x0088_c0d0)),
            kind: Some(rgb(0x008f_bcbb)),
            constant: Some(rgb(0x00c3_a5bd)),
            quiet: Some(rgb(0x00c0_c8d8)),
            attribute: Some(rgb(0x00da_a18f)),
            tag: Some(rgb(0x0096_b1cc)),
            inserted: Some(rgb(0x00a3_be8c)),
            deleted: Some(rgb(0x00d9_a0a6)),
        },
    };

    /// Solarized, dark.
    pub(super) const SOLARIZED_DARK: Self = Self {
        text: Some(rgb(0x00ad_b8b8)),
        background: Some(rgb(0x0000_2b36)),
        accent: Some(rgb(0x00d3_9c39)),
        strong: Some(rgb(0x00ee_e8d5)),
        heading: Some(rgb(0x00c5_a236)),
        dim: Some(rgb(0x0083_9496)),
        border: Some(rgb(0x0031_545e)),
        link: Some(rgb(0x0065_addf)),
        code: Some(rgb(0x00e5_8ab6)),
        image: Some(rgb(0x009e_a1d8)),
        tag: Some(rgb(0x009f_ae36)),
        warning: Some(rgb(0x00c5_a236)),
        danger: Some(rgb(0x00eb_8c8b)),
        code_background: Some(rgb(0x0007_3642)),
        selected: Some(rgb(0x000c_4150)),
        match_background: Some(rgb(0x004a_4a10)),
        highlight_background: Some(rgb(0x002a_4a20)),
        syntax: CodeColors {
            keyword: Some(rgb(0x0090_a217)),
            string: Some(rgb(0x003b_a9a0)),
            number: Some(rgb(0x00e1_76aa)),
            comment: Some(rgb(0x008d_9d9e)),
            function: Some(rgb(0x004d_a0da)),
            kind: Some(rgb(0x00bc_9417)),
            constant: Some(rgb(0x00e1_76aa)),
            quiet: Some(rgb(0x0093_a1a1)),
            attribute: Some(rgb(0x0091_94d3)),
            tag: Some(rgb(0x00db_815c)),
            inserted: Some(rgb(0x003b_a9a0)),
            deleted: Some(rgb(0x00e8_7876)),
        },
    };

    /// Solarized, light.
    pub(super) const SOLARIZED_LIGHT: Self = Self {
        text: Some(rgb(0x0051_656c)),
        background: Some(rgb(0x00fd_f6e3)),
        accent: Some(rgb(0x00ab_3f12)),
        strong: Some(rgb(0x0007_3642)),
        heading: Some(rgb(0x007b_5d00)),
        dim: Some(rgb(0x0065_7b83)),
        border: Some(rgb(0x00c9_c8bb)),
        link: Some(rgb(0x001c_679b)),
        code: Some(rgb(0x00b1_2d6d)),
        image: Some(rgb(0x0057_5c9f)),
        tag: Some(rgb(0x005a_6800)),
        warning: Some(rgb(0x007b_5d00)),
        danger: Some(rgb(0x00bb_2a28)),
        code_background: Some(rgb(0x00ee_e8d5)),
        selected: Some(rgb(0x00e6_dfc8)),
        match_background: Some(rgb(0x00f2_dd9a)),
        highlight_background: Some(rgb(0x00df_e6ae)),
        syntax: CodeColors {
            keyword: Some(rgb(0x0060_6e00)),
            string: Some(rgb(0x001e_746d)),
            number: Some(rgb(0x00ba_3072)),
            comment: Some(rgb(0x0058_6b72)),
            function: Some(rgb(0x001e_6ca4)),
            kind: Some(rgb(0x0082_6300)),
            constant: Some(rgb(0x00ba_3072)),
            quiet: Some(rgb(0x0056_6c73)),
            attribute: Some(rgb(0x005d_61a9)),
            tag: Some(rgb(0x00b5_4314)),
            inserted: Some(rgb(0x001e_746d)),
            deleted: Some(rgb(0x00c4_2c2a)),
        },
    };

    /// Tokyo Night.
    pub(super) const TOKYO_NIGHT: Self = Self {
        text: Some(rgb(0x00c0_caf5)),
        background: Some(rgb(0x001a_1b26)),
        accent: Some(rgb(0x007a_a2f7)),
        strong: Some(rgb(0x00df_e5fb)),
        heading: Some(rgb(0x00e0_af68)),
        dim: Some(rgb(0x0073_7aa2)),
        border: Some(rgb(0x003b_4261)),
        link: Some(rgb(0x007d_cfff)),
        code: Some(rgb(0x00bb_9af7)),
        image: Some(rgb(0x00bb_9af7)),
        tag: Some(rgb(0x009e_ce6a)),
        warning: Some(rgb(0x00e0_af68)),
        danger: Some(rgb(0x00f7_768e)),
        code_background: Some(rgb(0x0016_161e)),
        selected: Some(rgb(0x0029_2e42)),
        match_background: Some(rgb(0x004a_4020)),
        highlight_background: Some(rgb(0x0034_452a)),
        syntax: CodeColors {
            keyword: Some(rgb(0x00bb_9af7)),
            string: Some(rgb(0x009e_ce6a)),
            number: Some(rgb(0x00ff_9e64)),
            comment: Some(rgb(0x0077_7ea5)),
            function: Some(rgb(0x007a_a2f7)),
            kind: Some(rgb(0x002a_c3de)),
            constant: Some(rgb(0x00ff_9e64)),
            quiet: Some(rgb(0x00a9_b1d6)),
            attribute: Some(rgb(0x0073_daca)),
            tag: Some(rgb(0x00f7_768e)),
            inserted: Some(rgb(0x009e_ce6a)),
            deleted: Some(rgb(0x00f7_768e)),
        },
    };

    /// Rosé Pine.
    pub(super) const ROSE_PINE: Self = Self {
        text: Some(rgb(0x00e0_def4)),
        background: Some(rgb(0x0019_1724)),
        accent: Some(rgb(0x00eb_bcba)),
        strong: Some(rgb(0x00f2_f0ff)),
        heading: Some(rgb(0x00f6_c177)),
        dim: Some(rgb(0x0090_8caa)),
        border: Some(rgb(0x0040_3d52)),
        link: Some(rgb(0x009c_cfd8)),
        code: Some(rgb(0x00c4_a7e7)),
        image: Some(rgb(0x00c4_a7e7)),
        tag: Some(rgb(0x009c_cfd8)),
        warning: Some(rgb(0x00f6_c177)),
        danger: Some(rgb(0x00eb_6f92)),
        code_background: Some(rgb(0x001f_1d2e)),
        selected: Some(rgb(0x0026_233a)),
        match_background: Some(rgb(0x004a_3f28)),
        highlight_background: Some(rgb(0x0033_453f)),
        syntax: CodeColors {
            keyword: Some(rgb(0x0058_8ea4)),
            string: Some(rgb(0x00f6_c177)),
            number: Some(rgb(0x00eb_bcba)),
            comment: Some(rgb(0x0090_8caa)),
            function: Some(rgb(0x009c_cfd8)),
            kind: Some(rgb(0x009c_cfd8)),
            constant: Some(rgb(0x00eb_bcba)),
            quiet: Some(rgb(0x0090_8caa)),
            attribute: Some(rgb(0x00c4_a7e7)),
            tag: Some(rgb(0x00eb_6f92)),
            inserted: Some(rgb(0x00f6_c177)),
            deleted: Some(rgb(0x00eb_6f92)),
        },
    };
}
