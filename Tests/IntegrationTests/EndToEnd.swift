import Testing

/// Whole programs over real sockets and a real server, one test after the other: most of them
/// keep every core busy, and some measure how long something takes.
@Suite(.serialized) struct EndToEnd {}
