using System.Net.Http.Headers;
using System.Text.Json;

namespace Tallydesk.Bench.Growth;

/// <summary>Calls the API as an admin.</summary>
internal sealed class BenchClient : IDisposable
{
    private const int AtOnce = 32;
    private readonly HttpClient http;

    /// <summary>Connects to a gateway on 127.0.0.1.</summary>
    public BenchClient(int port, string token)
    {
        http = new() { BaseAddress = new($"http://127.0.0.1:{port}/v1/"), Timeout = TimeSpan.FromMinutes(2) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Reads a resource.</summary>
    public async Task<JsonElement> GetAsync(string path) => await ReadAsync(path, await http.GetAsync(path));

    /// <summary>Sends a command.</summary>
    public async Task<JsonElement> PostAsync(string path, object body) =>
        await ReadAsync(path, await http.PostAsJsonAsync(path, body));

    /// <summary>Changes a resource.</summary>
    public async Task<JsonElement> PatchAsync(string path, object body) =>
        await ReadAsync(path, await http.PatchAsJsonAsync(path, body));

    /// <summary>Runs something so many times, several at once.</summary>
    public static Task TimesAsync(int from, int until, Func<int, Task> run) =>
        Parallel.ForAsync(
            from,
            until,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (number, _) => await run(number)
        );

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private static async Task<JsonElement> ReadAsync(string path, HttpResponseMessage answer)
    {
        using (answer)
        {
            return answer.IsSuccessStatusCode
                ? await answer.Content.ReadFromJsonAsync<JsonElement>()
                : throw new InvalidOperationException(
                    $"{path} was answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}"
                );
        }
    }
}
