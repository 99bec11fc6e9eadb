namespace Tallydesk.Attachments;

/// <summary>Keeps the bytes of files under names of its own; who may have them is decided before.</summary>
public interface IAttachmentStore
{
    /// <summary>Stores a file; complete when it is on disk.</summary>
    /// <param name="place">A name of random hexadecimal digits.</param>
    /// <param name="content">The bytes, from the stream's current position.</param>
    /// <param name="cancellation">Gives up.</param>
    Task PutAsync(string place, Stream content, CancellationToken cancellation);

    /// <summary>Opens a file; null when there is none.</summary>
    Task<Stream?> OpenAsync(string place, CancellationToken cancellation);

    /// <summary>Removes a file; it is not an error if it doesn't exist.</summary>
    Task RemoveAsync(string place, CancellationToken cancellation);
}
