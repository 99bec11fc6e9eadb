namespace Tallydesk.Background;

/// <summary>The ids of log events of background work: 5000 to 5099.</summary>
public static class BackgroundEvents
{
    /// <summary>A run of a loop failed.</summary>
    public const int RunFailed = 5001;

    /// <summary>An item of background work failed and is tried again later.</summary>
    public const int ItemFailed = 5002;

    /// <summary>An item of background work was given up; an admin decides about it.</summary>
    public const int ItemGivenUp = 5003;

    /// <summary>A card could not be shown to its queue or feed.</summary>
    public const int NotPublished = 5004;
}
