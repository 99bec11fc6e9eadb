namespace Tallydesk.Tests.Rights;

/// <summary>Sets of roles.</summary>
[Flags]
internal enum Who
{
    /// <summary>No role.</summary>
    Nobody = 0,

    /// <summary>The customer whose things are named.</summary>
    Customer = 1,

    /// <summary>Engineers.</summary>
    Engineer = 2,

    /// <summary>Leads.</summary>
    Lead = 4,

    /// <summary>Admins.</summary>
    Admin = 8,

    /// <summary>The vendor's programs.</summary>
    System = 16,

    /// <summary>Whoever comes.</summary>
    Visitor = 32,

    /// <summary>Leads and above.</summary>
    Leads = Lead | Admin,

    /// <summary>All who work for the vendor.</summary>
    Staff = Engineer | Leads,

    /// <summary>Customers and staff.</summary>
    CustomerOrStaff = Customer | Staff,

    /// <summary>Staff and the vendor's programs.</summary>
    StaffOrSystem = Staff | System,

    /// <summary>Admins and the vendor's programs.</summary>
    AdminOrSystem = Admin | System,

    /// <summary>Everybody with a token or a session.</summary>
    Anyone = CustomerOrStaff | System,

    /// <summary>Visitors too.</summary>
    Open = Anyone | Visitor,
}
