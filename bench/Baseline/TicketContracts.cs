namespace Tallydesk.Bench.Baseline;

/// <summary>A new ticket.</summary>
/// <param name="LicenseNumber">The license it is about.</param>
/// <param name="Subject">1 to 200 characters.</param>
/// <param name="Body">1 to 20,000 characters.</param>
/// <param name="PreAgreedUpTo">Credits that may be charged without asking; 0 when absent.</param>
internal sealed record NewTicket(string? LicenseNumber, string? Subject, string? Body, long? PreAgreedUpTo);

/// <summary>An engineer's assessment.</summary>
/// <param name="Category">The category, which has a price.</param>
internal sealed record NewAssessment(string? Category);

/// <summary>The customer's decision.</summary>
/// <param name="Revision">The assessment's revision.</param>
/// <param name="Decision"><c>accept</c>.</param>
internal sealed record NewConsent(int? Revision, string? Decision);

/// <summary>An engineer's reply.</summary>
/// <param name="Body">1 to 20,000 characters.</param>
internal sealed record NewMessage(string? Body);

/// <summary>The end of the work.</summary>
/// <param name="Outcome"><c>solved</c>.</param>
internal sealed record NewResolution(string? Outcome);

/// <summary>What every command on a ticket carries.</summary>
/// <param name="Actor">Who sends it.</param>
/// <param name="Key">The <c>Idempotency-Key</c>, unique for the actor.</param>
/// <param name="Hash">The hash of its path and content.</param>
internal sealed record TicketCommand(string Actor, string Key, byte[] Hash);

/// <summary>Opens a ticket.</summary>
/// <param name="Command">Who sends it, and its key.</param>
/// <param name="License">The license's number.</param>
/// <param name="Customer">The customer whose license it must be; 0 for staff.</param>
/// <param name="Subject">The subject.</param>
/// <param name="Body">The first message.</param>
/// <param name="Ceiling">Credits that may be charged without asking.</param>
internal sealed record OpenTicket(
    TicketCommand Command,
    string License,
    long Customer,
    string Subject,
    string Body,
    long Ceiling
);

/// <summary>Assesses a ticket, and charges what the customer has agreed to.</summary>
/// <param name="Command">Who sends it, and its key.</param>
/// <param name="Ticket">The ticket.</param>
/// <param name="Category">The category.</param>
/// <param name="Price">The category's price.</param>
internal sealed record AssessTicket(TicketCommand Command, long Ticket, string Category, long Price);

/// <summary>What became of a command.</summary>
/// <param name="Json">The answer, the same for every repeat; null when the command was refused.</param>
/// <param name="KeyReused">Whether the key named another command before.</param>
internal readonly record struct TicketAnswer(string? Json, bool KeyReused = false);
