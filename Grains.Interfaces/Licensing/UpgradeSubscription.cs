using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tallydesk.Licensing;

/// <summary>
/// A license's right to new releases (Policy E4), written <c>none</c>, <c>lifetime</c>, or the time until which it is
/// active.
/// </summary>
/// <param name="IsLifetime">Whether it never ends.</param>
/// <param name="Until">The first instant at which it is no longer active; null for none and lifetime.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.upgrade-subscription")]
[JsonConverter(typeof(UpgradeSubscriptionConverter))]
public readonly record struct UpgradeSubscription(
    [property: Id(0)] bool IsLifetime,
    [property: Id(1)] DateTimeOffset? Until
)
{
    // The offset is part of the value: a text without one is refused rather than guessed.
    private static readonly string[] InstantFormats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
        "yyyy-MM-dd'T'HH:mmzzz",
        "yyyy-MM-dd'T'HH:mm'Z'",
    ];

    /// <summary>No subscription.</summary>
    public static UpgradeSubscription None => default;

    /// <summary>All future releases.</summary>
    public static UpgradeSubscription Lifetime => new(true, null);

    /// <summary>Active before an instant.</summary>
    public static UpgradeSubscription ActiveUntil(DateTimeOffset end) => new(false, end);

    /// <summary>Whether it is active at an instant; its end is excluded.</summary>
    public bool IsActiveAt(DateTimeOffset instant) => IsLifetime || instant < Until;

    /// <summary>Reads <c>none</c>, <c>lifetime</c> or an ISO 8601 instant with its offset; null is none.</summary>
    public static bool TryParse(string? text, out UpgradeSubscription subscription)
    {
        subscription = text == "lifetime" ? Lifetime : None;
        if (text is null or "none" or "lifetime")
        {
            return true;
        }

        var isInstant = DateTimeOffset.TryParseExact(
            text,
            InstantFormats,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var end
        );
        subscription = isInstant ? ActiveUntil(end) : None;
        return isInstant;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        IsLifetime ? "lifetime" : Until?.ToString("o", CultureInfo.InvariantCulture) ?? "none";
}

/// <summary>Reads and writes an <see cref="UpgradeSubscription"/> as its text.</summary>
public sealed class UpgradeSubscriptionConverter : JsonConverter<UpgradeSubscription>
{
    /// <inheritdoc/>
    public override UpgradeSubscription Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    ) =>
        UpgradeSubscription.TryParse(reader.GetString(), out var subscription)
            ? subscription
            : throw new JsonException("An upgrade subscription must be none, lifetime or the time it ends.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, UpgradeSubscription value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.ToString());
    }
}
