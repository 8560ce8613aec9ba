use super::*;
use crate::app::keymap::{DEFAULT_BINDINGS, Keymap, KeymapResult};

/// Parses a binding in the view called `view_name`, or in all views if `view_name` is empty.
fn parse_binding(view_name: &str, keys: &str, action: &str) -> Result<UserBinding, BindingError> {
    let view = View::ALL.iter().find(|(_, name)| *name == view_name);
    UserBinding::new(view.map(|(view, _)| *view), keys, action)
}

/// Parses a valid binding.
fn binding(view_name: &str, keys: &str, action: &str) -> UserBinding {
    parse_binding(view_name, keys, action).unwrap()
}

/// Looks up keys separated by spaces. All keys but the last must be the start of a longer sequence.
fn look_up(map: &Keymap, view: View, keys: &str) -> KeymapResult {
    let mut prefix = None;
    let keys: Vec<_> = keys.split(' ').map(|key| parse(key).unwrap()).collect();
    for key in &keys[..keys.len() - 1] {
        assert_eq!(map.look_up(view, prefix, *key), KeymapResult::Pending);
        prefix = Some(*key);
    }
    map.look_up(view, prefix, keys[keys.len() - 1])
}

#[test]
fn binding_without_a_view_applies_to_all_views_with_the_action() {
    let map = Keymap::new(&[
        binding("", "J", "next-section"),
        binding("", "^X", "Quit now"),
    ]);
    for (view, key, expected) in [
        (View::Article, "J", Action::NextSection),
        (View::Article, "]", Action::NextSection),
        (View::Article, "K", Action::PreviousPost),
        (View::List, "^X", Action::QuitNow),
        (View::Zen, "^X", Action::QuitNow),
        (View::Zen, "Q", Action::QuitNow),
    ] {
        assert_eq!(
            look_up(&map, view, key),
            KeymapResult::Matched(expected),
            "{key}"
        );
    }
    // The default key of "next post" is taken, and the list has no action "next section".
    assert_eq!(map.keys(View::Article, Action::NextPost).next(), None);
    assert_eq!(look_up(&map, View::List, "J"), KeymapResult::NotFound);
}

#[test]
fn binding_in_a_view_leaves_other_views_unchanged() {
    let map = Keymap::new(&[
        binding("article", "n", "next post"),
        binding("", "w", "nothing"),
        binding("list", "w", "related"),
    ]);
    assert_eq!(
        look_up(&map, View::Article, "n"),
        KeymapResult::Matched(Action::NextPost)
    );
    assert_eq!(
        look_up(&map, View::Source, "n"),
        KeymapResult::Matched(Action::NextMatch)
    );
    assert_eq!(look_up(&map, View::Article, "w"), KeymapResult::NotFound);
    // The binding of the list comes after *nothing*, which applies to all views.
    assert_eq!(
        look_up(&map, View::List, "w"),
        KeymapResult::Matched(Action::Related)
    );
}

#[test]
fn binding_removes_conflicting_sequences() {
    let map = Keymap::new(&[
        binding("", "s", "search posts"),
        binding("", "g g", "first"),
        binding("", "` a-z", "go to mark"),
    ]);
    assert_eq!(
        look_up(&map, View::List, "s"),
        KeymapResult::Matched(Action::SearchPosts)
    );
    assert_eq!(map.keys(View::List, Action::SortByDate).next(), None);
    assert_eq!(
        look_up(&map, View::List, "g g"),
        KeymapResult::Matched(Action::First)
    );
    assert_eq!(
        look_up(&map, View::List, "Home"),
        KeymapResult::Matched(Action::First)
    );
    // The default key for going to a mark, `' a-z`, stays too: it does not begin with a backquote.
    assert_eq!(
        look_up(&map, View::Article, "` q"),
        KeymapResult::MatchedWithChar(Action::GoToMark, 'q')
    );
    assert_eq!(
        look_up(&map, View::Article, "' q"),
        KeymapResult::MatchedWithChar(Action::GoToMark, 'q')
    );
    let continuations: Vec<_> = map
        .continuations(View::List, 'g')
        .map(|continuation| continuation.key.to_owned())
        .collect();
    assert_eq!(continuations, ["g"]);
}

#[test]
fn displayed_keys_begin_with_the_user_bindings() {
    let map = Keymap::new(&[
        binding("", "Down", "nothing"),
        binding("", "e", "down"),
        binding("article", "J", "up"),
    ]);
    // The first entry of the table binds the actions *down* and *up*.
    let down_and_up = &DEFAULT_BINDINGS[0].entries[0];
    // *down* has the keys `e j ^N`, since `Down` is removed. *up* has `k J ↑ ^P`; `J` is bound only in the article. The first
    // keys of both actions come first, then the second keys, and so on.
    assert_eq!(map.all_keys(down_and_up), "e k j J ^N ↑ ^P");
    // In each view, the user's keys come before the default keys.
    assert_eq!(map.first_keys(down_and_up, View::List), "e k");
    assert_eq!(map.first_keys(down_and_up, View::Article), "e J");
    // *edit* has lost its only key, `e`.
    assert_eq!(map.first_key(View::List, Action::Edit), "");
}

#[test]
fn invalid_keys_are_reported() {
    for (keys, action, message_part) in [
        ("Ctrl-x", "quit", "unknown key \"Ctrl-x\""),
        ("", "quit", "unknown key \"\""),
        ("g g g", "quit", "unknown key"),
        ("Esc", "quit", "Esc can't be bound"),
        ("3", "quit", "digits are reserved for counts"),
        ("Space x", "quit", "a single character"),
        ("x", "go to mark", "write the key as \"x a-z\""),
        ("x a-z", "quit", "takes no letter"),
    ] {
        let error = parse_binding("", keys, action).unwrap_err();
        assert!(matches!(error, BindingError::Key(_)), "{error:?}");
        assert!(error.to_string().contains(message_part), "{error}");
    }
}

#[test]
fn invalid_actions_are_reported() {
    for (view_name, action, message_part) in [
        ("", "next sektion", "did you mean \"next section\""),
        ("", "make coffee", "the palette"),
        ("list", "next section", "this view has no action"),
    ] {
        let error = parse_binding(view_name, "x", action).unwrap_err();
        assert!(matches!(error, BindingError::Action(_)), "{error:?}");
        assert!(error.to_string().contains(message_part), "{error}");
    }
}

#[test]
fn every_action_of_the_key_table_can_be_bound() {
    for Binding { view, action, .. } in bindings() {
        // `&` has no default binding.
        let key = match action {
            Action::SetMark | Action::GoToMark => "& a-z",
            _ => "&",
        };
        let binding = UserBinding::new(Some(view), key, action.name());
        let map = Keymap::new(&[binding.unwrap()]);
        assert!(
            map.keys(view, action).any(|bound| bound == key),
            "{action:?}"
        );
    }
}
