using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Tallydesk.Requests;

/// <summary>The OpenAPI document as it is sent: made once, because making it costs more than all else that a visitor can ask for.</summary>
internal sealed class ApiDocumentText(IServiceProvider services)
{
    private Task<byte[]>? made;

    /// <summary>The document as JSON.</summary>
    public async Task<FileContentHttpResult> GetAsync()
    {
        // Concurrent first callers create it twice, and a failed one is created again.
        var making = made is null or { IsFaulted: true } ? made = MakeAsync() : made;
        return TypedResults.Bytes(await making, "application/json;charset=utf-8");
    }

    private async Task<byte[]> MakeAsync()
    {
        await using var scope = services.CreateAsyncScope();
        var provider = scope.ServiceProvider.GetRequiredKeyedService<IOpenApiDocumentProvider>(ApiDocument.Name);
        var document = await provider.GetOpenApiDocumentAsync();
        using var text = new MemoryStream();
        await document.SerializeAsJsonAsync(text, OpenApiSpecVersion.OpenApi3_1);
        return text.ToArray();
    }
}
