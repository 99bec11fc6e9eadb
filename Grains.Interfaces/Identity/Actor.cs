namespace Tallydesk.Identity;

/// <summary>The role of an actor. Admin includes lead, lead includes engineer; these three are staff.</summary>
public enum Role
{
    /// <summary>A license owner, who sees only their own data.</summary>
    Customer,

    /// <summary>Works the queue.</summary>
    Engineer,

    /// <summary>Manages support: adjusts balances, reassigns tickets.</summary>
    Lead,

    /// <summary>Administers the installation.</summary>
    Admin,

    /// <summary>The vendor's own programs, such as its shop.</summary>
    System,
}

/// <summary>Who does something. Every command and view call carries an actor, and grains refuse calls without one.</summary>
/// <param name="Id">The person's or program's id, as recorded in the history.</param>
/// <param name="Name">The name shown to others.</param>
/// <param name="Role">The role.</param>
/// <param name="Customer">The customer that a <see cref="Role.Customer"/> belongs to; null for all other roles.</param>
/// <param name="From">The origin of the call, for the audit: the network address and the token or session; null for Tallydesk itself.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.actor")]
public sealed record Actor(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] Role Role,
    [property: Id(3)] CustomerId? Customer = null,
    [property: Id(4)] string? From = null
)
{
    /// <summary>Tallydesk itself, which finishes what someone else started.</summary>
    public static Actor Desk { get; } = new("desk", "Tallydesk", Role.System);

    /// <summary>Someone without a token or session, who can see nobody's data.</summary>
    public static Actor Visitor { get; } = new("visitor", "Visitor", Role.Customer);

    /// <summary>Whether the actor works for the vendor: engineer, lead or admin.</summary>
    public bool IsStaff => Role is Role.Engineer or Role.Lead or Role.Admin;

    /// <summary>Whether the actor has at least a lead's rights.</summary>
    public bool IsLead => Role is Role.Lead or Role.Admin;

    /// <summary>Allows only Tallydesk itself, which finishes what someone else started, whatever the origin.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor is someone else.</exception>
    public void MustBeDesk()
    {
        if (this with { From = null } != Desk)
        {
            throw new UnauthorizedAccessException("Only Tallydesk itself can do this.");
        }
    }

    /// <summary>Whether the actor can see a customer's data.</summary>
    public bool Sees(CustomerId owner) => IsStaff || Role == Role.System || Customer == owner;
}

/// <summary>The actor and id of a command.</summary>
/// <param name="Actor">Who sends the command.</param>
/// <param name="Id">The command's id, chosen by the caller and reused in retries.</param>
/// <param name="ExpectedVersion">The version that the caller expects (<c>If-Match</c>); null for no check.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.command-context")]
public sealed record CommandContext(
    [property: Id(0)] Actor Actor,
    [property: Id(1)] CommandId Id,
    [property: Id(2)] long? ExpectedVersion = null
);
