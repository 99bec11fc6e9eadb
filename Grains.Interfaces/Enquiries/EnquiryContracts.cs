using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Journal;

namespace Tallydesk.Enquiries;

/// <summary>A contact request by someone without a license (Policy A7).</summary>
/// <param name="Name">The sender's name, 1 to 200 characters.</param>
/// <param name="Email">Where the answer goes: an email address, at most 254 characters.</param>
/// <param name="Subject">1 to 200 characters.</param>
/// <param name="Body">The question, 1 to 10,000 characters.</param>
/// <param name="License">The license the sender claims to own, if any. It is not verified.</param>
[Stored("sendEnquiry")]
[GenerateSerializer, Immutable, Alias("tallydesk.send-enquiry")]
public sealed record SendEnquiry(
    [property: Id(0)] string Name,
    [property: Id(1)] string Email,
    [property: Id(2)] string Subject,
    [property: Id(3)] string Body,
    [property: Id(4)] LicenseNumber? License
);

/// <summary>The response to the sender: the same for everyone, so that it doesn't reveal whether a license or address is known.</summary>
/// <param name="Id">A reference number for the contact request; it gives no access.</param>
/// <param name="SentAt">When it was received.</param>
/// <param name="HelpDeskOnly">Where license owners can ask: the policy's text.</param>
/// <param name="WrittenEnglish">How support answers: the policy's text.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.enquiry-receipt")]
public sealed record EnquiryReceipt(
    [property: Id(0)] EnquiryId Id,
    [property: Id(1)] DateTimeOffset SentAt,
    [property: Id(2)] string HelpDeskOnly,
    [property: Id(3)] string WrittenEnglish
);

/// <summary>An answer by staff.</summary>
/// <param name="Body">1 to 10,000 characters.</param>
[Stored("answerEnquiry")]
[GenerateSerializer, Immutable, Alias("tallydesk.answer-enquiry")]
public sealed record AnswerEnquiry([property: Id(0)] string Body);

/// <summary>The status of a contact request, in list order.</summary>
[Stored("enquiryStatus")]
public enum EnquiryStatus
{
    /// <summary>Not answered yet.</summary>
    Open,

    /// <summary>Staff have answered.</summary>
    Answered,

    /// <summary>Closed.</summary>
    Closed,
}

/// <summary>A contact request as staff see it in the list; also the result of a command.</summary>
/// <param name="Id">The contact request.</param>
/// <param name="Version">Its version.</param>
/// <param name="Status">Status.</param>
/// <param name="Name">The sender's name.</param>
/// <param name="Email">The sender's address.</param>
/// <param name="Subject">Subject.</param>
/// <param name="License">The license the sender claims to own.</param>
/// <param name="OwnsLicense">Whether that license is known, or the address belongs to a customer: such senders should use the help desk (Policy A7).</param>
/// <param name="SentAt">When it was sent.</param>
/// <param name="Answers">The number of answers by staff.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.enquiry-card")]
public sealed record EnquiryCard(
    [property: Id(0)] EnquiryId Id,
    [property: Id(1)] long Version,
    [property: Id(2)] EnquiryStatus Status,
    [property: Id(3)] string Name,
    [property: Id(4)] string Email,
    [property: Id(5)] string Subject,
    [property: Id(6)] LicenseNumber? License,
    [property: Id(7)] bool OwnsLicense,
    [property: Id(8)] DateTimeOffset SentAt,
    [property: Id(9)] int Answers
);

/// <summary>A complete contact request, for staff.</summary>
/// <param name="Card">The part that the list shows.</param>
/// <param name="Body">The question.</param>
/// <param name="Answers">The answers, oldest first.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.enquiry-view")]
public sealed record EnquiryView(
    [property: Id(0)] EnquiryCard Card,
    [property: Id(1)] string Body,
    [property: Id(2)] ImmutableArray<EnquiryAnswer> Answers
);

/// <summary>An answer that was recorded.</summary>
/// <param name="At">When.</param>
/// <param name="By">The actor id of the person who answered.</param>
/// <param name="ByName">The name.</param>
/// <param name="Body">The text.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.enquiry-answer")]
public sealed record EnquiryAnswer(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] string By,
    [property: Id(2)] string ByName,
    [property: Id(3)] string Body
);
