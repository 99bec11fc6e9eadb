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

    /// <summary>A coverage, for whom it is short.</summary>
    public static string OfCoverage(string coverage) => coverage == "vip" ? "VIP care" : Of(coverage);

    /// <summary>A number of credits.</summary>
    public static string Credits(long credits) => credits == 1 ? "1 credit" : $"{credits} credits";
}
