namespace Tallydesk.Tickets;

/// <summary>A file of a message. Everyone who can see the message can download it.</summary>
/// <param name="Id">The file's id: <c>att-</c> and a hash of the command that uploaded it.</param>
/// <param name="Name">Its name, 1 to 200 characters.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Type">Its media type, detected from the content.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.attachment")]
public sealed record Attachment(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] long Size,
    [property: Id(3)] string Type
);
