namespace Tallydesk.Requests;

/// <summary>Addresses as a header can bear them: ASCII alone.</summary>
internal static class HeaderUrl
{
    /// <summary>An address whose other characters are escaped; half a character becomes the replacement character.</summary>
    public static string Of(string url) =>
        System.Text.Ascii.IsValid(url)
            ? url
            : string.Concat(
                url.EnumerateRunes().Select(rune => rune.IsAscii ? $"{rune}" : Uri.EscapeDataString($"{rune}"))
            );
}
