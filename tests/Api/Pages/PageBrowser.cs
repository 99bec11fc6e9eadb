using System.Net;
using System.Text.RegularExpressions;

namespace Tallydesk.Tests.Pages;

/// <summary>A browser without script: keeps cookies, sends forms with the token of the page they stand on, follows nothing.</summary>
internal sealed partial class PageBrowser : IDisposable
{
    /// <summary>The field in which a form sends its token.</summary>
    public const string TokenField = "__RequestVerificationToken";

    private readonly HttpClient http;

    /// <summary>A browser with no cookies.</summary>
    /// <param name="site">The site's address.</param>
    /// <param name="headers">Headers of each request, as a proxy adds them.</param>
    public PageBrowser(Uri site, params (string Name, string Value)[] headers)
    {
        http = new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = Cookies })
        {
            BaseAddress = site,
        };
        foreach (var (name, value) in headers)
        {
            http.DefaultRequestHeaders.Add(name, value);
        }
    }

    /// <summary>What the site has set.</summary>
    public CookieContainer Cookies { get; } = new();

    /// <summary>A page.</summary>
    public async Task<PageAnswer> GetAsync(string path) => await AnswerOfAsync(await http.GetAsync(path));

    /// <summary>Opens a page and sends a form of it.</summary>
    /// <param name="page">The page that holds the form.</param>
    /// <param name="action">Where the form is sent.</param>
    /// <param name="fields">Its fields.</param>
    public async Task<PageAnswer> SubmitAsync(
        string page,
        string action,
        params (string Name, string Value)[] fields
    ) => await PostAsync(action, [(TokenField, await FormTokenAsync(page)), .. fields]);

    /// <summary>The token of a page's forms, good for all forms until somebody else signs in; empty where there is no form.</summary>
    public async Task<string> FormTokenAsync(string page) =>
        FormToken().Match((await GetAsync(page)).Html).Groups["token"].Value;

    /// <summary>Sends a form without having opened its page.</summary>
    public async Task<PageAnswer> PostAsync(string action, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(
            fields.Select(field => KeyValuePair.Create(field.Name, field.Value))
        );
        return await AnswerOfAsync(await http.PostAsync(action, form));
    }

    /// <summary>Sends a form in parts, as forms with files are sent, without having opened its page.</summary>
    public Task<PageAnswer> PostPartsAsync(string action, params (string Name, string Value)[] fields) =>
        SendPartsAsync(action, [], fields);

    /// <summary>Opens a page and sends a form of it with files.</summary>
    /// <param name="page">The page that holds the form.</param>
    /// <param name="action">Where the form is sent.</param>
    /// <param name="files">Names and bytes of the files.</param>
    /// <param name="fields">Its other fields.</param>
    public async Task<PageAnswer> SendFilesAsync(
        string page,
        string action,
        IReadOnlyList<(string Name, byte[] Bytes)> files,
        params (string Name, string Value)[] fields
    ) => await SendPartsAsync(action, files, [(TokenField, await FormTokenAsync(page)), .. fields]);

    private async Task<PageAnswer> SendPartsAsync(
        string action,
        IReadOnlyList<(string Name, byte[] Bytes)> files,
        (string Name, string Value)[] fields
    )
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        foreach (var (name, bytes) in files)
        {
            form.Add(new ByteArrayContent(bytes), "files", name);
        }

        return await AnswerOfAsync(await http.PostAsync(action, form));
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private static async Task<PageAnswer> AnswerOfAsync(HttpResponseMessage response)
    {
        using (response)
        {
            return new(
                response.StatusCode,
                await response.Content.ReadAsStringAsync(),
                response.Headers.Location?.ToString(),
                response
                    .Headers.Concat(response.Content.Headers)
                    .ToDictionary(
                        header => header.Key,
                        header => string.Join(",", header.Value),
                        StringComparer.OrdinalIgnoreCase
                    )
            );
        }
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex FormToken();
}

/// <summary>What a page answered.</summary>
/// <param name="Status">The status.</param>
/// <param name="Html">The page.</param>
/// <param name="Location">Where it leads to; null for nowhere.</param>
/// <param name="Headers">All headers.</param>
internal sealed partial record PageAnswer(
    HttpStatusCode Status,
    string Html,
    string? Location,
    IReadOnlyDictionary<string, string> Headers
)
{
    /// <summary>The access token that the page shows; empty where it shows none.</summary>
    public string Token => TokenText().Match(Html).Value;

    [GeneratedRegex("tdk_[0-9a-z]+_[0-9a-f]{64}", RegexOptions.NonBacktracking)]
    private static partial Regex TokenText();
}
