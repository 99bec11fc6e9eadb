using Microsoft.Extensions.Options;
using Tallydesk.Storage;

namespace Tallydesk.Attachments;

/// <summary>Keeps files in a folder that no web address leads to.</summary>
internal sealed class DiskAttachments(IOptions<AttachmentOptions> options, IOptions<StorageOptions> storage)
    : IAttachmentStore
{
    private const int BufferSize = 1 << 16;
    private readonly string folder = Path.GetFullPath(
        options.Value.Folder ?? Path.Combine(storage.Value.Folder, "attachments")
    );

    /// <inheritdoc/>
    public async Task PutAsync(string place, Stream content, CancellationToken cancellation)
    {
        var path = PathOf(place);
        OwnerOnly.CreateFolder(folder);
        OwnerOnly.CreateFolder(Path.GetDirectoryName(path)!);
        var part = path + ".part";
        await using (var file = OwnerOnly.OpenFile(part, FileMode.Create))
        {
            await content.CopyToAsync(file, cancellation);
            file.Flush(flushToDisk: true);
        }

        File.Move(part, path, overwrite: true);
    }

    /// <inheritdoc/>
    public Task<Stream?> OpenAsync(string place, CancellationToken cancellation)
    {
        try
        {
            return Task.FromResult<Stream?>(
                new FileStream(PathOf(place), FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, true)
            );
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    /// <inheritdoc/>
    public Task RemoveAsync(string place, CancellationToken cancellation)
    {
        if (Directory.Exists(Path.GetDirectoryName(PathOf(place))))
        {
            File.Delete(PathOf(place));
        }

        return Task.CompletedTask;
    }

    /// <summary>Two levels, so that no folder holds too many. A place is never made of what anybody sent.</summary>
    private string PathOf(string place) =>
        place.All(char.IsAsciiHexDigitLower)
            ? Path.Combine(folder, place[..2], place)
            : throw new ArgumentException("A file place must be hexadecimal digits.", nameof(place));
}
