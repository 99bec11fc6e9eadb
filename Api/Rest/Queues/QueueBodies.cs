namespace Tallydesk.Queues;

/// <summary>A desk.</summary>
/// <param name="Desk">The queue's id.</param>
internal sealed record DeskBody(string Desk);

/// <summary>The ticket that was claimed.</summary>
/// <param name="Number">Its number.</param>
internal sealed record ClaimedTicket(long Number);
