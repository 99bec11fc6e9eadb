using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tallydesk.Attachments;
using Tallydesk.Storage;
using Xunit;

namespace Tallydesk.Tests.Attachments;

/// <summary>Both stores keep files alike: a folder, and a bucket of a small server that speaks S3.</summary>
public sealed class AttachmentStoreTests : IAsyncLifetime
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"tallydesk-files-{Path.GetRandomFileName()}");
    private readonly Dictionary<string, byte[]> bucket = [];
    private WebApplication? server;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_put_is_found_until_it_is_removed(bool isBucket)
    {
        var store = Store(isBucket);
        var bytes = Enumerable.Range(0, 300_000).Select(n => (byte)(n % 251)).ToArray();
        const string Place = "0123456789abcdef0123456789abcdef01234567";

        Assert.Null(await store.OpenAsync(Place, default));
        await store.PutAsync(Place, new MemoryStream(bytes), default);
        await store.PutAsync(Place, new MemoryStream(bytes), default);
        await using (var found = await store.OpenAsync(Place, default))
        {
            using var read = new MemoryStream();
            await found!.CopyToAsync(read);
            Assert.Equal(bytes, read.ToArray());
        }

        await store.RemoveAsync(Place, default);
        await store.RemoveAsync(Place, default);
        Assert.Null(await store.OpenAsync(Place, default));
        (store as IDisposable)?.Dispose();
    }

    [Theory]
    [InlineData("../escaped")]
    [InlineData("/etc/passwd")]
    [InlineData("AB12")]
    public async Task A_folder_takes_no_other_names(string place) =>
        await Assert.ThrowsAsync<ArgumentException>(() => Store(isBucket: false).OpenAsync(place, default));

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        server = builder.Build();
        server.Map("/{bucket}/{**key}", AnswerAsync);
        await server.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await server!.DisposeAsync();
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private IAttachmentStore Store(bool isBucket)
    {
        var options = Options.Create(
            new AttachmentOptions
            {
                Folder = folder,
                S3 =
                {
                    Endpoint = server!.Urls.First(),
                    Bucket = "files",
                    AccessKey = "key",
                    SecretKey = "secret",
                },
            }
        );
        return isBucket
            ? new S3Attachments(options)
            : new DiskAttachments(options, Options.Create(new StorageOptions()));
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var isSigned = http
            .Request.Headers.Authorization.ToString()
            .StartsWith("AWS4-HMAC-SHA256", StringComparison.Ordinal);
        var key = http.Request.Path.Value!;
        if (!isSigned)
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
        }
        else if (HttpMethods.IsPut(http.Request.Method))
        {
            using var taken = new MemoryStream();
            await http.Request.Body.CopyToAsync(taken);
            bucket[key] = taken.ToArray();
        }
        else if (HttpMethods.IsDelete(http.Request.Method))
        {
            bucket.Remove(key);
            http.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        else if (bucket.TryGetValue(key, out var bytes))
        {
            await http.Response.Body.WriteAsync(bytes);
        }
        else
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            await http.Response.WriteAsync("<Error><Code>NoSuchKey</Code></Error>");
        }
    }
}
