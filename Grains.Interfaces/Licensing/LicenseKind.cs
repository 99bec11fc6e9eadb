namespace Tallydesk.Licensing;

/// <summary>The kind of a license among its customer's licenses of the same edition (Policy A1, A3).</summary>
public enum LicenseKind
{
    /// <summary>The customer's first of that edition.</summary>
    First,

    /// <summary>An additional one.</summary>
    Additional,

    /// <summary>An additional storefront of a license.</summary>
    Storefront,
}
