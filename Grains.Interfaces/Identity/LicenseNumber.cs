using System.Text;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Tallydesk.Identity;

/// <summary>A license's number as the vendor issued it, in canonical form: <c>[A-Z0-9-]{3,64}</c>.</summary>
/// <param name="Value">The canonical number.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.license-number")]
[JsonConverter(typeof(TextIdConverter<LicenseNumber>))]
public readonly partial record struct LicenseNumber([property: Id(0)] string Value) : ITextId<LicenseNumber>
{
    /// <summary>The prefix of every license's grain key.</summary>
    public const string Prefix = "lic-";

    /// <summary>The license's grain key.</summary>
    public string GrainKey => Prefix + Value;

    /// <inheritdoc/>
    public static LicenseNumber From(string value) => new(value);

    /// <summary>Trims and upper-cases what was typed.</summary>
    /// <param name="typed">The number as it was typed.</param>
    /// <param name="number">The canonical number, when there is one.</param>
    /// <returns>Whether the text is a license number.</returns>
    public static bool TryParse(string? typed, out LicenseNumber number)
    {
        var trimmed = typed?.Trim() ?? "";
        // Non-ASCII letters stay as they are, because some have an ASCII upper-case form.
        number = new(Ascii.IsValid(trimmed) ? trimmed.ToUpperInvariant() : trimmed);
        return Canonical().IsMatch(number.Value);
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    [GeneratedRegex(@"\A[A-Z0-9-]{3,64}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Canonical();
}
