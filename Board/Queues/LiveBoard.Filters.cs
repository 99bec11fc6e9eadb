using System.Text.Json;
using Microsoft.JSInterop;

namespace Tallydesk.Queues;

/// <content>What is shown of the queue: the filter is kept in this window, the saved views with the account.</content>
public sealed partial class LiveBoard
{
    private string FilterKey => $"board filter {Desk}";

    private async Task RestoreFiltersAsync()
    {
        view.Filter = await ReadAsync("sessionStorage", FilterKey, BoardJson.Default.BoardFilter) ?? BoardFilter.All;
    }

    private async Task ShowAsync(BoardFilter filter)
    {
        view.Filter = filter;
        firstLine = 0;
        await WriteAsync("sessionStorage", FilterKey, JsonSerializer.Serialize(filter, BoardJson.Default.BoardFilter));
    }

    private Task KeepAsync(SavedView view) =>
        ChangeViewsAsync(link!.KeepViewAsync(view), $"View “{view.Name}” saved.");

    private Task ForgetAsync(string name) =>
        ChangeViewsAsync(link!.ForgetViewAsync(name), $"View “{name}” deleted.");

    private async Task ChangeViewsAsync(Task<string?> change, string done)
    {
        var wrong = await change;
        (refused, notice) = (wrong is not null, wrong ?? done);
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
            // Kept by another version, or the browser keeps nothing: the board starts over.
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
