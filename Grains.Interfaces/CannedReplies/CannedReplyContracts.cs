using System.Collections.Immutable;
using Tallydesk.Journal;

namespace Tallydesk.CannedReplies;

/// <summary>A prepared reply that staff use often.</summary>
/// <param name="Title">The title that staff search for, 1 to 100 characters.</param>
/// <param name="Body">Markdown, 1 to 20,000 characters.</param>
[Stored("cannedReply")]
[GenerateSerializer, Immutable, Alias("tallydesk.canned-reply")]
public sealed record CannedReply([property: Id(0)] string Title, [property: Id(1)] string Body);

/// <summary>All canned replies.</summary>
/// <param name="Version">The list's version.</param>
/// <param name="Replies">The replies, sorted by title.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.canned-reply-list")]
public sealed record CannedReplyList(
    [property: Id(0)] long Version,
    [property: Id(1)] ImmutableArray<CannedReply> Replies
);
