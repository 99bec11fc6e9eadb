using Microsoft.Extensions.Caching.Memory;

namespace Tallydesk.Text;

/// <summary>Remembers the HTML of texts by the text itself, which is shown far more often than it is written.</summary>
/// <param name="render">Makes HTML of a text.</param>
/// <param name="mostCharacters">The most characters that are kept, of texts and HTML together.</param>
internal sealed class RenderedTexts(Func<string, string> render, long mostCharacters = RenderedTexts.MostCharacters)
    : IDisposable
{
    private const long MostCharacters = 16 << 20;
    private readonly MemoryCache kept = new(new MemoryCacheOptions { SizeLimit = mostCharacters });

    /// <summary>The HTML of a text.</summary>
    public string HtmlOf(string text)
    {
        if (kept.TryGetValue(text, out string? known))
        {
            return known!;
        }

        var html = render(text);
        kept.Set(text, html, new MemoryCacheEntryOptions { Size = text.Length + html.Length });
        return html;
    }

    /// <inheritdoc/>
    public void Dispose() => kept.Dispose();
}
