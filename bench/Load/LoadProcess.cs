using System.Text.Json;

namespace Tallydesk.Bench.Load;

/// <summary>The process that makes load: one for a whole bench, so that it is warm.</summary>
internal static class LoadProcess
{
    /// <summary>Carries out one order a line and answers one result a line, until there are no more.</summary>
    public static async Task<int> RunAsync(TextReader orders, TextWriter results)
    {
        while (await orders.ReadLineAsync() is { } line)
        {
            var order = JsonSerializer.Deserialize(line, LoadJson.Default.LoadOrder)!;
            var result = await new LoadStretch(order).RunAsync();
            await results.WriteLineAsync(JsonSerializer.Serialize(result, LoadJson.Default.LoadResult));
            await results.FlushAsync();
        }

        return 0;
    }
}
