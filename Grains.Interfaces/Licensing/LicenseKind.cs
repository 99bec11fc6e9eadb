namespace Tallydesk.Licensing;

/// <summary>How a license stands among its customer's licenses of the same edition (Policy A1, A3).</summary>
public enum LicenseKind
{
    /// <summary>The customer's first of that edition.</summary>
    First,

    /// <summary>A further one.</summary>
    Additional,

    /// <summary>A further storefront of a license.</summary>
    Storefront,
}
