using System.Text.Json;
using Microsoft.JSInterop;

namespace Tallydesk.Queues;

/// <content>What is shown of the queue, kept in the browser: the filter for this window, the saved views for good.</content>
public sealed partial class LiveBoard
{
    private const string ViewsKey = "board views";
    private IReadOnlyList<SavedView> views = [];

    private string FilterKey => $"board filter {Desk}";

    private async Task RestoreFiltersAsync()
    {
        views = await ReadAsync("localStorage", ViewsKey, BoardJson.Default.IReadOnlyListSavedView) ?? [];
        view.Filter = await ReadAsync("sessionStorage", FilterKey, BoardJson.Default.BoardFilter) ?? BoardFilter.All;
    }

    private async Task ShowAsync(BoardFilter filter)
    {
        view.Filter = filter;
        firstLine = 0;
        await WriteAsync("sessionStorage", FilterKey, JsonSerializer.Serialize(filter, BoardJson.Default.BoardFilter));
    }

    private async Task KeepAsync(IReadOnlyList<SavedView> kept)
    {
        views = kept;
        await WriteAsync(
            "localStorage",
            ViewsKey,
            JsonSerializer.Serialize(kept, BoardJson.Default.IReadOnlyListSavedView)
        );
    }

    private async Task<T?> ReadAsync<T>(
        string storage,
        string key,
        System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type
    )
        where T : class
    {
        try
        {
            var text = await Script.InvokeAsync<string?>($"{storage}.getItem", key);
            return text is null ? null : JsonSerializer.Deserialize(text, type);
        }
        catch (Exception e) when (e is JsonException or JSException)
        {
            // What another version kept, or a browser that keeps nothing: the board begins anew.
            return null;
        }
    }

    private async Task WriteAsync(string storage, string key, string text)
    {
        try
        {
            await Script.InvokeVoidAsync($"{storage}.setItem", key, text);
        }
        catch (JSException)
        {
            // The browser keeps nothing; the choice holds for this page.
        }
    }
}
