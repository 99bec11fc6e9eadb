using Tallydesk.Policy;
using Tallydesk.Requests;

namespace Tallydesk.Chats;

/// <summary>A question for the live chat.</summary>
/// <param name="LicenseNumber">The license it is about; it must have VIP care now.</param>
/// <param name="Body">1 to 2,000 characters.</param>
internal sealed record NewChat(string? LicenseNumber, string? Body)
{
    /// <summary>The command.</summary>
    public StartChat ToCommand() => new(Given.License(LicenseNumber, "licenseNumber"), Given.Words(Body, "body"));
}

/// <summary>A message to a chat.</summary>
/// <param name="Body">1 to 2,000 characters.</param>
internal sealed record NewChatMessage(string? Body)
{
    /// <summary>The command.</summary>
    public SayInChat ToCommand() => new(Given.Words(Body, "body"));
}

/// <summary>A ticket made of a chat.</summary>
/// <param name="Subject">The ticket's subject, 1 to 200 characters.</param>
/// <param name="CategoryHint">The category that the engineer suggests; the ticket is assessed later.</param>
/// <param name="MessageId">The customer's message whose instant counts as asked; the first when absent.</param>
internal sealed record NewChatTicket(string? Subject, Category? CategoryHint, long? MessageId)
{
    /// <summary>The command.</summary>
    public MakeChatTicket ToCommand() => new(Given.Words(Subject, "subject"), CategoryHint, MessageId);
}
