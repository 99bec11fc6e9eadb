using System.Text.Json;

namespace Tallydesk.Display;

/// <summary>The words of the interface for the values of the REST interface.</summary>
public static class Words
{
    /// <summary>A camelCase value as words: <c>awaitingConsent</c> is Awaiting consent.</summary>
    public static string Of(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return "";
        }

        var words = string.Concat(value.Select(c => char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{c}"));
        return char.ToUpperInvariant(words[0]) + words[1..];
    }

    /// <summary>A value of the REST interface as words: <c>AwaitingConsent</c> is Awaiting consent.</summary>
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => Of(JsonNamingPolicy.CamelCase.ConvertName($"{value}"));

    /// <summary>A coverage, for whom it is short.</summary>
    public static string OfCoverage(string coverage) => coverage == "vip" ? "VIP care" : Of(coverage);

    /// <inheritdoc cref="OfCoverage(string)"/>
    public static string OfCoverage<TEnum>(TEnum coverage)
        where TEnum : struct, Enum => OfCoverage(JsonNamingPolicy.CamelCase.ConvertName($"{coverage}"));

    /// <summary>A size: <c>640 B</c>, <c>12 KiB</c>, <c>3.4 MiB</c>.</summary>
    public static string Bytes(long bytes) =>
        bytes < 1 << 10 ? $"{bytes} B"
        : bytes < 1 << 20 ? $"{(bytes + 1023) >> 10} KiB"
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.#} MiB");

    /// <summary>A count of something: <c>1 ticket</c>, <c>2 tickets</c>.</summary>
    public static string Count(long count, string one, string? many = null) =>
        count == 1 ? $"1 {one}" : $"{count} {many ?? one + "s"}";

    /// <summary>A number of credits.</summary>
    public static string Credits(long credits) => credits == 1 ? "1 credit" : $"{credits} credits";
}
