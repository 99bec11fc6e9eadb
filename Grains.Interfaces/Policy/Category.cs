namespace Tallydesk.Policy;

/// <summary>What kind of help a ticket asks for. Staff decide it; a customer's choice is a hint (Policy C1, D1).</summary>
public enum Category
{
    /// <summary>How something works, or how to set it up.</summary>
    Question,

    /// <summary>Wrong configuration, standard set-up, advice on architecture and basic customization.</summary>
    Configuration,

    /// <summary>Changing code, at a price the engineer names (Policy C6); a minor one carries a flag (Policy C8, E3).</summary>
    ComplexModification,

    /// <summary>Trouble that comes from server settings, modified files or wrong data.</summary>
    Investigation,

    /// <summary>Upgrading to a later release, with the trouble that comes up on the way (Policy C2, C7).</summary>
    Upgrade,

    /// <summary>A security bug in original code: fixed free for every license owner (Policy G1).</summary>
    SecurityBug,

    /// <summary>Another confirmed bug of the product: costs nothing, fixed in a later release (Policy G2).</summary>
    ProductBug,
}

/// <summary>The releases an upgrade goes from and to, as the customer names them (Policy C2).</summary>
/// <param name="From">The installed release, such as <c>4.3.1</c> or <c>4.3.8.SP1</c>.</param>
/// <param name="To">The release wanted.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.upgrade-path")]
public sealed record UpgradePath([property: Id(0)] string From, [property: Id(1)] string To);
