namespace Tallydesk.Tickets;

/// <summary>A file of a message. Whoever sees the message may have it.</summary>
/// <param name="Id">Names the file: <c>att-</c> and a hash of the command that brought it.</param>
/// <param name="Name">Its name, 1 to 200 characters.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Type">What it is, by its bytes: a media type.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.attachment")]
public sealed record Attachment(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] long Size,
    [property: Id(3)] string Type
);
