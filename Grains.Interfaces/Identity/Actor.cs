namespace Tallydesk.Identity;

/// <summary>What an actor may do. Admin includes lead, lead includes engineer; these three are staff.</summary>
public enum Role
{
    /// <summary>A license owner, who sees what is their own.</summary>
    Customer,

    /// <summary>Works the queue.</summary>
    Engineer,

    /// <summary>Answers for the desk: adjusts balances, reassigns.</summary>
    Lead,

    /// <summary>Runs the installation.</summary>
    Admin,

    /// <summary>The vendor's own programs, such as its shop.</summary>
    System,
}

/// <summary>On whose behalf something is done. Every command and every view carries one, and a grain refuses without.</summary>
/// <param name="Id">The person's or program's id, as it stands in the history.</param>
/// <param name="Name">The name that others are shown.</param>
/// <param name="Role">The role.</param>
/// <param name="Customer">The customer whom a <see cref="Role.Customer"/> acts for; null for all others.</param>
/// <param name="From">Where the call came from, for the audit: the address and the token or session that proved it; null for the desk itself.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.actor")]
public sealed record Actor(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] Role Role,
    [property: Id(3)] CustomerId? Customer = null,
    [property: Id(4)] string? From = null
)
{
    /// <summary>The desk itself, which finishes what somebody else began.</summary>
    public static Actor Desk { get; } = new("desk", "Tallydesk", Role.System);

    /// <summary>Somebody without a token: a customer of nobody, who sees nothing of anybody's.</summary>
    public static Actor Visitor { get; } = new("visitor", "Visitor", Role.Customer);

    /// <summary>Whether the actor works for the vendor: engineer, lead or admin.</summary>
    public bool IsStaff => Role is Role.Engineer or Role.Lead or Role.Admin;

    /// <summary>Whether the actor has at least a lead's rights.</summary>
    public bool IsLead => Role is Role.Lead or Role.Admin;

    /// <summary>Lets only the desk itself go on, which finishes what somebody else began, from wherever they did.</summary>
    /// <exception cref="UnauthorizedAccessException">It is somebody else.</exception>
    public void MustBeDesk()
    {
        if (this with { From = null } != Desk)
        {
            throw new UnauthorizedAccessException("Only Tallydesk itself can do this.");
        }
    }

    /// <summary>Whether what belongs to a customer may be seen by the actor.</summary>
    public bool Sees(CustomerId owner) => IsStaff || Role == Role.System || Customer == owner;
}

/// <summary>Who commands, and under which command id.</summary>
/// <param name="Actor">Who commands.</param>
/// <param name="Id">The command's id, made by the caller and kept over its retries.</param>
/// <param name="ExpectedVersion">The version the caller has seen, where it asked for a check (<c>If-Match</c>).</param>
[GenerateSerializer, Immutable, Alias("tallydesk.command-context")]
public sealed record CommandContext(
    [property: Id(0)] Actor Actor,
    [property: Id(1)] CommandId Id,
    [property: Id(2)] long? ExpectedVersion = null
);
