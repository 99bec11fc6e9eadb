namespace Tallydesk.Policy;

/// <summary>The kind of help that a ticket requests. Staff decide; a customer's choice is a hint (Policy C1, D1).</summary>
public enum Category
{
    /// <summary>How something works, or how to set it up.</summary>
    Question,

    /// <summary>Wrong configuration, standard set-up, advice on architecture and basic customization.</summary>
    Configuration,

    /// <summary>Changing code, at a price set by the engineer (Policy C6); minor ones have a flag (Policy C8, E3).</summary>
    ComplexModification,

    /// <summary>Problems caused by server settings, modified files or wrong data.</summary>
    Investigation,

    /// <summary>Upgrading to a later release, including problems that come up (Policy C2, C7).</summary>
    Upgrade,

    /// <summary>A security bug in original code: fixed free for every license owner (Policy G1).</summary>
    SecurityBug,

    /// <summary>Another confirmed product bug: costs nothing, fixed in a later release (Policy G2).</summary>
    ProductBug,
}

/// <summary>The releases to upgrade from and to, as the customer writes them (Policy C2).</summary>
/// <param name="From">The installed release, such as <c>4.3.1</c> or <c>4.3.8.SP1</c>.</param>
/// <param name="To">The desired release.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.upgrade-path")]
public sealed record UpgradePath([property: Id(0)] string From, [property: Id(1)] string To);
