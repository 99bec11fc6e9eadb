using Tallydesk.Journal;

namespace Tallydesk.CannedReplies;

/// <summary>Something that happened to the list of canned replies.</summary>
internal abstract record CannedReplyEvent;

/// <summary>A reply was added or replaced.</summary>
[Stored("cannedReplySaved")]
internal sealed record CannedReplySaved(CannedReply Reply) : CannedReplyEvent;

/// <summary>A reply was taken away.</summary>
[Stored("cannedReplyRemoved")]
internal sealed record CannedReplyRemoved(string Title) : CannedReplyEvent;
