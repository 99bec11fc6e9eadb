using System.Collections.Immutable;
using Tallydesk.Journal;

namespace Tallydesk.CannedReplies;

/// <summary>An answer that staff give again and again.</summary>
/// <param name="Title">What staff find it by, 1 to 100 characters.</param>
/// <param name="Body">Markdown, 1 to 20,000 characters.</param>
[Stored("cannedReply")]
[GenerateSerializer, Immutable, Alias("tallydesk.canned-reply")]
public sealed record CannedReply([property: Id(0)] string Title, [property: Id(1)] string Body);

/// <summary>All of them.</summary>
/// <param name="Version">The list's version.</param>
/// <param name="Replies">By title.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.canned-reply-list")]
public sealed record CannedReplyList(
    [property: Id(0)] long Version,
    [property: Id(1)] ImmutableArray<CannedReply> Replies
);
