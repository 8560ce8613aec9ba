use super::*;
use crate::app::keymap::{DEFAULT_BINDINGS, Keymap, KeymapResult};

fn user(place: &str, key: &str, name: &str) -> UserBinding {
    let place = Context::ALL.iter().find(|(_, known)| *known == place);
    UserBinding::new(place.map(|(place, _)| *place), key, name).unwrap()
}

/// Looks up a sequence of keys.
fn meaning(map: &Keymap, context: Context, keys: &str) -> KeymapResult {
    let mut prefix = None;
    let keys: Vec<_> = keys.split(' ').map(|key| parse(key).unwrap()).collect();
    for key in &keys[..keys.len() - 1] {
        assert_eq!(map.look_up(context, prefix, *key), KeymapResult::Pending);
        prefix = Some(*key);
    }
    map.look_up(context, prefix, keys[keys.len() - 1])
}

#[test]
fn a_key_does_what_its_reader_wants_wherever_that_can_be_done() {
    let map = Keymap::new(&[user("", "J", "next-section"), user("", "^X", "Quit now")]);
    for (context, key, expected) in [
        (Context::Article, "J", Action::NextSection),
        (Context::Article, "]", Action::NextSection),
        (Context::Article, "K", Action::PreviousPost),
        (Context::List, "^X", Action::QuitNow),
        (Context::Zen, "^X", Action::QuitNow),
        (Context::Zen, "Q", Action::QuitNow),
    ] {
        assert_eq!(
            meaning(&map, context, key),
            KeymapResult::Matched(expected),
            "{key}"
        );
    }
    // The next post has no key any more, and the list never had this one.
    assert_eq!(map.keys(Context::Article, Action::NextPost).next(), None);
    assert_eq!(meaning(&map, Context::List, "J"), KeymapResult::NotFound);
}

#[test]
fn a_place_of_its_own_and_nothing() {
    let map = Keymap::new(&[
        user("article", "n", "next post"),
        user("", "w", "nothing"),
        user("list", "w", "related"),
    ]);
    assert_eq!(
        meaning(&map, Context::Article, "n"),
        KeymapResult::Matched(Action::NextPost)
    );
    assert_eq!(
        meaning(&map, Context::Source, "n"),
        KeymapResult::Matched(Action::NextMatch)
    );
    assert_eq!(meaning(&map, Context::Article, "w"), KeymapResult::NotFound);
    assert_eq!(
        meaning(&map, Context::List, "w"),
        KeymapResult::Matched(Action::Related)
    );
}

#[test]
fn two_keys_make_room_for_one_and_one_for_two() {
    let map = Keymap::new(&[
        user("", "s", "search posts"),
        user("", "g g", "first"),
        user("", "` a-z", "go to mark"),
    ]);
    assert_eq!(
        meaning(&map, Context::List, "s"),
        KeymapResult::Matched(Action::SearchPosts)
    );
    assert_eq!(map.keys(Context::List, Action::SortByDate).next(), None);
    assert_eq!(
        meaning(&map, Context::List, "g g"),
        KeymapResult::Matched(Action::First)
    );
    assert_eq!(
        meaning(&map, Context::List, "Home"),
        KeymapResult::Matched(Action::First)
    );
    assert_eq!(
        meaning(&map, Context::Article, "` q"),
        KeymapResult::MatchedWithChar(Action::GoToMark, 'q')
    );
    assert_eq!(
        meaning(&map, Context::Article, "' q"),
        KeymapResult::MatchedWithChar(Action::GoToMark, 'q')
    );
    let continuations: Vec<_> = map
        .continuations(Context::List, 'g')
        .map(|bound| bound.key.to_owned())
        .collect();
    assert_eq!(continuations, ["g"]);
}

#[test]
fn what_is_shown_is_what_holds() {
    let map = Keymap::new(&[
        user("", "Down", "nothing"),
        user("", "e", "down"),
        user("article", "J", "up"),
    ]);
    let moving = &DEFAULT_BINDINGS[0].entries[0];
    assert_eq!(map.all_keys(moving), "e k j J ^N ↑ ^P");
    assert_eq!(map.first_keys(moving, Context::List), "e k");
    assert_eq!(map.first_keys(moving, Context::Article), "e J");
    assert_eq!(map.first_key(Context::List, Action::Edit), "");
}

#[test]
fn invalid_bindings_are_reported() {
    let wrong = |place: &str, key, name| {
        let place = Context::ALL.iter().find(|(_, known)| *known == place);
        UserBinding::new(place.map(|(place, _)| *place), key, name).unwrap_err()
    };
    for (place, key, name, is_key, part) in [
        ("", "Ctrl-x", "quit", true, "unknown key \"Ctrl-x\""),
        ("", "", "quit", true, "unknown key \"\""),
        ("", "g g g", "quit", true, "unknown key"),
        ("", "Esc", "quit", true, "Esc can't be bound"),
        ("", "3", "quit", true, "digits are reserved for counts"),
        ("", "Space x", "quit", true, "a single character"),
        ("", "x", "go to mark", true, "write the key as \"x a-z\""),
        ("", "x a-z", "quit", true, "takes no letter"),
        (
            "",
            "x",
            "next sektion",
            false,
            "did you mean \"next section\"",
        ),
        ("", "x", "make coffee", false, "the palette"),
        (
            "list",
            "x",
            "next section",
            false,
            "this view has no action",
        ),
    ] {
        let error = wrong(place, key, name);
        assert_eq!(matches!(error, BindingError::Key(_)), is_key, "{error:?}");
        assert!(error.to_string().contains(part), "{error}");
    }
}

#[test]
fn every_action_of_the_table_can_have_a_key_and_every_place_has_a_name() {
    for Binding {
        context, action, ..
    } in bindings()
    {
        let key = match action {
            Action::SetMark | Action::GoToMark => "& a-z",
            _ => "&",
        };
        let binding = UserBinding::new(Some(context), key, action.name());
        let map = Keymap::new(&[binding.unwrap()]);
        assert!(
            map.keys(context, action).any(|bound| bound == key),
            "{action:?}"
        );
    }
}
