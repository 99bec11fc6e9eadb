namespace Tallydesk.Background;

/// <summary>Kinds of background work whose items can fail for good, as the API names them.</summary>
public static class FailedWorkKinds
{
    /// <summary>A flow between grains that was cut off; the id is the grain's key.</summary>
    public const string Flow = "flow";

    /// <summary>The closing of a solved ticket; the id is the grain's key.</summary>
    public const string Closing = "closing";

    /// <summary>The return of work to the queue after its assignee has left; the id is the grain's key.</summary>
    public const string Return = "return";

    /// <summary>A notice from one grain to another; the id is the notice's.</summary>
    public const string Notice = "notice";

    /// <summary>The removal of a file that no message claimed; the id is the file's.</summary>
    public const string File = "file";

    /// <summary>The removal of a removed file's bytes; the id is their place in the store.</summary>
    public const string FileBytes = "fileBytes";

    /// <summary>The note of when a token was last used; the id is the token's and the minute of the use.</summary>
    public const string TokenUse = "tokenUse";

    /// <summary>A grain in the next audit anchor; the id is the grain's key.</summary>
    public const string Anchor = "anchor";

    /// <summary>A mail; the id is the mail's.</summary>
    public const string Mail = "mail";

    /// <summary>A delivery to a webhook; the id is the delivery's.</summary>
    public const string WebhookDelivery = "webhookDelivery";
}
